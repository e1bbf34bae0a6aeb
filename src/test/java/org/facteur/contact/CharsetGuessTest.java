package org.facteur.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.contact.ContactFiles.rows;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of ASCII rows with a few names beyond it, in every charset that their language is written in: what is read, and what asked. */
class CharsetGuessTest {

    private static final String[] ASCII =
            ("Marie Paul Jean Anna Peter Martin Thomas Laura Sandra Daniel Robert Eva Petra Nina Max Leo"
                            + " Victor Simon Alex Lisa Emma Clara Julia Mario Bruno Carla Diana Igor Olga Vera Dupont Martin Novak Schmidt"
                            + " Keller Weber Garcia Rossi Silva Santos Jansen Bakker Berg Lund Hansen Larsen Kovacs Horvat Popescu Ionescu")
                    .split(" ", -1);

    /** What a language's people write, none of it chosen for being easy; a name and a town. */
    private record Sample(String language, String country, String charsets, String names) {

        List<String> writtenIn(Charset charset) {
            return Stream.of(names.split(", ", -1))
                    .filter(name -> charset.newEncoder().canEncode(name))
                    .toList();
        }

        @Override
        public String toString() {
            return language;
        }
    }

    private static final List<Sample> SAMPLES = List.of(
            new Sample(
                    "fr",
                    "fr",
                    "windows-1252 ISO-8859-15 x-MacRoman IBM850 IBM437",
                    "Hélène, René, Zoé, Noël, Gaëlle, Loïc, Jérôme, François, Françoise, Benoît, Thérèse, Irène, Agnès, Inès, Léo, Cléo,"
                            + " Maëlys, Théo, Raphaël, Élodie, Éric, Anaïs, Aïcha, Côme, Gérard, Cédric, Désirée, Geneviève, Hervé, Joëlle,"
                            + " Lefèvre, Béranger, Gérôme, Pâquet, Bergé, Lacôte, Crête, Guérin, Mérigot, Nédélec, Hénaff, Guéguen, Sénéchal,"
                            + " Bézu, Dréan, Châtel, Bréhat, Orléans, Besançon, Mâcon, Nîmes, Alès, Béziers, Évreux, Angoulême, Sète,"
                            + " Fougères, Vitré, Châlons, Créteil, Étretat, Périgueux, Sablé, Bégard, L’Haÿ, reçu, année, aîné, forêt"),
            new Sample(
                    "de",
                    "de",
                    "windows-1252 ISO-8859-15 x-MacRoman IBM850 IBM437",
                    "Jürgen, Günter, Jörg, Björn, Käthe, Bärbel, Sören, Müller, Schäfer, Köhler, Krüger, Bäcker, Jäger, Groß, Weiß, Strauß,"
                            + " Möbius, Löffler, Nüßlein, Hölzl, Brändle, Kößler, Wörner, Kübler, Grünwald, Schönfeld, Lübeck, Köln, Zürich,"
                            + " München, Würzburg, Fürth, Göttingen, Düren, Böblingen, Straße, Schloßgasse, Österreich, Übach, Gärtner"),
            new Sample(
                    "es",
                    "es",
                    "windows-1252 ISO-8859-15 x-MacRoman IBM850 IBM437",
                    "José, María, Jesús, Ángel, Andrés, Tomás, Sofía, Lucía, Inés, Raúl, Martín, Joaquín, Iñaki, Begoña, Núñez, Muñoz, Ibáñez,"
                            + " Ordóñez, Peña, Castaño, Sánchez, Pérez, Gómez, Íñiguez, Bermúdez, Galán, Pascual y Ramón, Málaga, Cádiz, León,"
                            + " Córdoba, Logroño, Gijón, Ávila, Mérida, A Coruña, Alcorcón, Móstoles, Almuñécar"),
            new Sample(
                    "pt",
                    "pt",
                    "windows-1252 x-MacRoman IBM850",
                    "João, Conceição, António, Inês, Mónica, Luís, Cláudia, Sérgio, Fátima, Simão, Estêvão, Gonçalo, Guimarães, Magalhães,"
                            + " Araújo, Lourenço, Leitão, Brandão, Évora, Setúbal, Bragança, Portimão, São Luís, Goiás, Maringá, Loulé"),
            new Sample(
                    "it",
                    "it",
                    "windows-1252 x-MacRoman IBM850",
                    "Niccolò, Nicolò, Salomè, Mosè, Forlì, Cefalù, Cantù, Viggiù, Mondovì, Spanò, Zappalà, Laganà, Cordì, città, perché,"
                            + " Sardà, Dalmazzò, Patanè"),
            new Sample(
                    "sv",
                    "se",
                    "windows-1252 x-MacRoman IBM850",
                    "Åsa, Åke, Håkan, Göran, Sören, Märta, Bengt Åberg, Sjöström, Björklund, Holmgård, Växjö, Malmö, Göteborg, Örebro, Luleå,"
                            + " Gävle, Skövde, Åmål, Lidköping, Nässjö, Ängelholm"),
            new Sample(
                    "da",
                    "dk",
                    "windows-1252 x-MacRoman IBM850",
                    "Søren, Jørgen, Bjørn, Kåre, Åse, Sørensen, Jørgensen, Møller, Nørgård, Kjær, Bæk, Østergård, Århus, Køge, Næstved, Rødovre,"
                            + " Tårnby, Brønshøj, Hørsholm"),
            new Sample(
                    "nb",
                    "no",
                    "windows-1252 x-MacRoman IBM865 IBM850",
                    "Øystein, Bjørn, Håkon, Åse, Pål, Jørn, Sørli, Tromsø, Bodø, Ålesund, Drøbak, Førde, Ødegård, Bråten, Sæther, Røyken"),
            new Sample(
                    "fi",
                    "fi",
                    "windows-1252 x-MacRoman IBM850",
                    "Päivi, Väinö, Mäkinen, Hämäläinen, Mäkelä, Heikkilä, Järvinen, Pöyry, Jyväskylä, Hyvinkää, Seinäjoki, Äänekoski, Kärnä"),
            new Sample(
                    "is",
                    "is",
                    "windows-1252",
                    "Guðrún, Sigurður, Þórdís, Þorsteinn, Ólafur, Björg, Ágúst, Einarsdóttir, Magnússon, Hafnarfjörður, Ísafjörður"),
            new Sample(
                    "cs",
                    "cz",
                    "windows-1250 ISO-8859-2 IBM852 x-MacCentralEurope",
                    "Jiří, Tomáš, Ondřej, Lukáš, Zdeněk, Štěpán, Věra, Jaroslav Kříž, Dvořák, Novák, Černý, Procházka, Kučera, Svobodová, Růžička,"
                            + " Beneš, Hájek, Němec, Říha, Šťastný, Žáková, Plzeň, Děčín, Třebíč, Přerov, Jičín, Kroměříž, České Budějovice"),
            new Sample(
                    "sk",
                    "sk",
                    "windows-1250 ISO-8859-2 IBM852",
                    "Ľubomír, Ján, Štefan, Žofia, Mária, Kováč, Horváth, Tóth, Bartoš, Hruška, Košice, Žilina, Trenčín, Prešov, Piešťany, Levoča"),
            new Sample(
                    "pl",
                    "pl",
                    "windows-1250 ISO-8859-2 IBM852 x-MacCentralEurope",
                    "Łukasz, Paweł, Michał, Małgorzata, Agnieszka Dąbrowska, Kowalczyk Żaneta, Wójcik, Wiśniewski, Zieliński, Szymański, Woźniak,"
                            + " Król, Jabłoński, Kraków, Łódź, Gdańsk, Poznań, Wrocław, Częstochowa, Rzeszów, Toruń, Świdnica, Zgierz Główny"),
            new Sample(
                    "hu",
                    "hu",
                    "windows-1250 ISO-8859-2 IBM852",
                    "György, László, Zoltán, István, Ágnes, Éva, Gergő, Ödön, Kovács, Szabó, Tóth, Nagy Sándor, Szűcs, Fehér, Győr, Pécs, Szolnok"
                            + " út, Székesfehérvár, Érd, Kőszeg, Nyíregyháza"),
            new Sample(
                    "ro",
                    "ro",
                    "windows-1250 ISO-8859-2 IBM852",
                    "Ionuţ, Ştefan, Cătălin, Mădălina, Răzvan, Gheorghiţă, Bălan, Mureşan, Stănescu, Pârvu, Braşov, Timişoara, Constanţa, Iaşi,"
                            + " Târgovişte, Piteşti"),
            new Sample(
                    "hr",
                    "hr",
                    "windows-1250 ISO-8859-2 IBM852 x-MacCentralEurope",
                    "Željko, Đorđe, Šime, Ante Čović, Ivančić, Horvatić, Petrović, Jurić, Kovačević, Perišić, Šibenik, Požega, Čakovec, Križevci"),
            new Sample(
                    "sl",
                    "si",
                    "windows-1250 ISO-8859-2 IBM852",
                    "Matjaž, Špela, Žiga, Urška, Krajnc Jože, Golobič, Zupančič, Šuštar, Kočevar, Škofja Loka, Krško, Črnomelj, Tržič"),
            new Sample(
                    "lt",
                    "lt",
                    "windows-1257 ISO-8859-13 IBM775",
                    "Žydrūnas, Rūta, Eglė, Šarūnas, Jūratė, Kęstutis, Petrauskienė, Kazlauskaitė, Stankevičius, Klaipėda, Šiauliai, Panevėžys,"
                            + " Mažeikiai, Kėdainiai"),
            new Sample(
                    "lv",
                    "lv",
                    "windows-1257 ISO-8859-13 IBM775",
                    "Jānis, Pēteris, Ilmārs, Kārlis, Mārtiņš, Bērziņš, Kalniņš, Ozoliņa, Krūmiņš, Rīga, Jūrmala, Liepāja, Rēzekne, Cēsis, Ķekava"),
            new Sample(
                    "et",
                    "ee",
                    "windows-1257 windows-1252 IBM775",
                    "Jüri, Mõis, Tõnu, Ülle, Jõgi, Mägi, Pärtel, Kõiv, Pärnu, Võru, Põlva, Jõhvi, Mändmets"),
            new Sample(
                    "tr",
                    "tr",
                    "windows-1254 ISO-8859-9 IBM857",
                    "Şükrü, Çağla, Ömer, Uğur, Işıl, Ayşe, Yıldız, Özgür, Gülşah, Yılmaz, Şahin, Öztürk, Kılıç, Doğan, Muğla, Eskişehir, Balıkesir,"
                            + " İzmir, Beşiktaş, Üsküdar, Ağrı"),
            new Sample(
                    "ru",
                    "ru",
                    "windows-1251 KOI8-R IBM866 ISO-8859-5 x-MacCyrillic",
                    "Алексей, Наталья, Дмитрий, Ольга, Сергей, Юлия, Пётр, Иванов, Кузнецова, Смирнов, Щербаков, Жуков, Москва, Казань, Рязань,"
                            + " Екатеринбург, Воронеж, Тверь, ул. Ленина"),
            new Sample(
                    "uk",
                    "ua",
                    "windows-1251 KOI8-U",
                    "Олексій, Наталія, Дмитро, Андрій, Юлія, Шевченко, Ткачук, Київ, Львів, Харків, Чернігів, Запоріжжя"),
            new Sample(
                    "bg",
                    "bg",
                    "windows-1251",
                    "Георги, Иванка, Димитър, Стоянов, Христова, Пловдив, Русе, Стара Загора, Велико Търново"),
            new Sample(
                    "el",
                    "gr",
                    "windows-1253 ISO-8859-7 IBM737",
                    "Γιώργος, Ελένη, Νίκος, Δημήτρης, Παπαδόπουλος, Οικονόμου, Αθήνα, Θεσσαλονίκη, Πάτρα, Ηράκλειο, Βόλος"),
            new Sample(
                    "he",
                    "il",
                    "windows-1255 IBM862",
                    "יוסף, שרה, דוד, רחל, כהן, לוי, מזרחי, ירושלים, חיפה, רמת גן, נתניה"),
            new Sample("ar", "eg", "windows-1256", "محمد, أحمد, فاطمة, يوسف, الحسن, القاهرة, الإسكندرية, دمشق, بيروت"),
            new Sample("th", "th", "x-windows-874", "สมชาย, สุดา, ประเสริฐ, กรุงเทพ, เชียงใหม่, ขอนแก่น"),
            new Sample("ja", "jp", "Shift_JIS EUC-JP", "山田太郎, 佐藤花子, 鈴木一郎, 高橋美咲, 田中健, 渡辺直美, 東京都, 大阪市, さくら, ヨシダ, 横浜市中区"),
            new Sample("zh-CN", "cn", "GB18030", "王伟, 李娜, 张敏, 刘洋, 陈静, 杨丽, 赵军, 黄晓明, 周杰, 北京市, 上海市, 广州市天河区, 尊敬的客户"),
            new Sample("zh-TW", "tw", "Big5", "陳怡君, 林志明, 黃淑芬, 張家豪, 李美玲, 王建國, 吳雅婷, 台北市, 高雄市, 新竹縣, 親愛的朋友"),
            new Sample("ko", "kr", "EUC-KR", "김철수, 이영희, 박지민, 최민호, 정수진, 강현우, 조은영, 서울시, 부산, 대전광역시, 홍길동"));

    @TempDir
    Path folder;

    private enum Answer {
        RIGHT,
        ASKED,
        WRONG
    }

    private final Map<Answer, List<String>> answers = new EnumMap<>(Answer.class);

    static List<Sample> samples() {
        return SAMPLES;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void no_name_is_read_wrong_and_few_are_asked_about(Sample sample) {
        for (String charset : (sample.charsets() + " UTF-8").split(" ", -1)) {
            List<String> names = sample.writtenIn(Charset.forName(charset));
            for (int i = 0; i < names.size(); i += 3) {
                look(sample, charset, List.of(names.get(i)), i % 2 == 0);
            }
            look(sample, charset, drawn(names, 3, 1), false);
            look(sample, charset, drawn(names, 30, 7), false);
        }

        assertThat(of(Answer.WRONG)).isEmpty();
        assertThat(of(Answer.ASKED))
                .filteredOn(asked -> asked.startsWith("30 "))
                .isEmpty();
        assertThat(of(Answer.ASKED)).hasSizeLessThanOrEqualTo(of(Answer.RIGHT).size() / 2);
    }

    private List<String> of(Answer answer) {
        return answers.getOrDefault(answer, List.of());
    }

    private static List<String> drawn(List<String> names, int count, int seed) {
        Random random = new Random(seed);
        return Stream.generate(() -> names.get(random.nextInt(names.size())))
                .limit(count)
                .toList();
    }

    /**
     * @param told whether the addresses are of the language's country
     */
    private void look(Sample sample, String charset, List<String> names, boolean told) {
        String domain = told ? "x." + sample.country() : "x.com";
        StringBuilder text = new StringBuilder("email,name,town\n");
        for (int i = 0; i < 40; i++) {
            String name = ASCII[(i * 7 + names.size()) % ASCII.length];
            text.append("a%d@%s,%s,%s\n".formatted(i, domain, name, ASCII[i % ASCII.length]));
        }
        for (String name : names) {
            text.append("b@%s,%s,Town\n".formatted(domain, name));
        }
        ContactFiles files = new ContactFiles(folder);
        files.write(text.toString(), Charset.forName(charset));
        String asked = "%d %s %s %s".formatted(names.size(), charset, told, names.size() > 3 ? "" : names);
        Answer answer;
        try {
            List<String> read = rows(files.source()).stream()
                    .skip(40)
                    .map(row -> ((Contact) row).values().get("name"))
                    .toList();
            answer = read.equals(names) ? Answer.RIGHT : Answer.WRONG;
            asked += answer == Answer.RIGHT || names.size() > 3 ? "" : " " + read;
        } catch (ContactFileException e) {
            answer = Answer.ASKED;
            asked += e.getMessage().replaceFirst(".*whether this is", "");
        }
        answers.computeIfAbsent(answer, key -> new ArrayList<>()).add(asked);
    }
}
