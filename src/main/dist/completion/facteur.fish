# fish: the bash completion, asked of bash. Put this file into ~/.config/fish/completions, with facteur.bash beside it.

set -g __facteur_bash
for script in (path resolve (status dirname)/facteur.bash (status dirname)/../../bash-completion/completions/facteur)
    if test -r $script
        set __facteur_bash $script
        break
    end
end

function __facteur_offered
    bash -c 'source "$0" && _facteur_offered "$@"' $__facteur_bash (commandline -opc) (commandline -ct)
end

if test -n "$__facteur_bash"
    complete -c facteur -f -a '(__facteur_offered)'
end
