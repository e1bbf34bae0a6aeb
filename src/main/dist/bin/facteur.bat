@echo off
rem Starts Facteur. "facteur --prepare" makes the archive of classes that lets later starts take half the time.
rem JAVA_HOME is the Java to use (17 or later), by default the one on the PATH; FACTEUR_JAVA_OPTS are more options for it.
rem No variable stands between parentheses: that of a path such as C:\Program Files (x86) would end them.
setlocal
set "FACTEUR_DIR=%~dp0.."
set "FACTEUR_JAR=%FACTEUR_DIR%\lib\facteur.jar"
if not exist "%FACTEUR_JAR%" goto no_jar

set "FACTEUR_JAVA=java.exe"
if defined JAVA_HOME goto java_home
where /q java.exe
if errorlevel 1 goto no_java
goto java_found
:java_home
set "FACTEUR_JAVA=%JAVA_HOME%\bin\java.exe"
if not exist "%FACTEUR_JAVA%" goto no_java_home
:java_found

if not defined FACTEUR_CACHE set "FACTEUR_CACHE=%LOCALAPPDATA%\facteur"
set "FACTEUR_ARCHIVE=%FACTEUR_CACHE%\facteur.jsa"
if "%~1"=="--prepare" goto prepare

rem As in the script facteur, where it says why.
set "FACTEUR_JVM=-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xms60m -Xmx256m -Xmn28m -XX:SurvivorRatio=5 -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40 -Dfile.encoding=UTF-8"

rem -Xshare:auto is the default: an archive that does not fit this Java or this jar is left aside.
set "FACTEUR_SHARE="
if exist "%FACTEUR_ARCHIVE%" set FACTEUR_SHARE="-XX:SharedArchiveFile=%FACTEUR_ARCHIVE%" -Xlog:cds=off -Xlog:cds+dynamic=off
"%FACTEUR_JAVA%" %FACTEUR_JVM% %FACTEUR_JAVA_OPTS% %FACTEUR_SHARE% -jar "%FACTEUR_JAR%" %*
exit /b %ERRORLEVEL%

:prepare
if not exist "%FACTEUR_CACHE%" mkdir "%FACTEUR_CACHE%"
set "FACTEUR_WORK=%TEMP%\facteur-prepare-%RANDOM%"
xcopy /e /i /q "%FACTEUR_DIR%\prepare" "%FACTEUR_WORK%" >nul
"%FACTEUR_JAVA%" -XX:+UseSerialGC -XX:-UsePerfData -Dfile.encoding=UTF-8 "-XX:ArchiveClassesAtExit=%FACTEUR_ARCHIVE%" -jar "%FACTEUR_JAR%" run "%FACTEUR_WORK%\jobs\prepare.yaml" --home "%FACTEUR_WORK%" >"%FACTEUR_WORK%\log" 2>&1
rmdir /s /q "%FACTEUR_WORK%"
if not exist "%FACTEUR_ARCHIVE%" goto no_archive
echo %FACTEUR_ARCHIVE%
exit /b 0

:no_jar
echo facteur: "%FACTEUR_JAR%" is missing; unpack the distribution again 1>&2
exit /b 70

:no_java_home
echo facteur: JAVA_HOME is "%JAVA_HOME%", but there is no bin\java.exe in it; set it to a Java 17 or later 1>&2
exit /b 78

:no_java
echo facteur: no Java found; install Java 17 or later, or set JAVA_HOME 1>&2
exit /b 78

:no_archive
echo facteur: no class archive could be made in "%FACTEUR_CACHE%"; Facteur works without, at half the speed of start 1>&2
exit /b 70
