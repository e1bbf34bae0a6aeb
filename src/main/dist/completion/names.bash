
# What picocli cannot know, read from the files at hand, without starting the program: job files, the relays and the parameters in them.

# The job files on the command line; where there are none, those that lie here.
_facteur_jobs() {
    local word found=
    for word in "${COMP_WORDS[@]}"; do
        if [[ ($word == *.yaml || $word == *.yml) && -f $word ]]; then
            printf '%s\n' "$word"
            found=yes
        fi
    done
    [[ -n $found ]] || find . jobs -maxdepth 1 \( -name '*.yaml' -o -name '*.yml' \) 2>/dev/null
}

# The names under relays: at the left margin, which all stand as far in as the first.
_facteur_relays() {
    _facteur_jobs | tr '\n' '\0' | xargs -0 awk '
        FNR == 1 || /^[^ #\r]/ { inside = /^relays:/; margin = 0; next }
        inside && $1 !~ /^#/ && match($0, /^ +/) {
            margin = margin ? margin : RLENGTH
            if (RLENGTH == margin && match($0, /^ +["\047]?[A-Za-z0-9.-]+["\047]?:/)) {
                name = substr($0, margin + 1, RLENGTH - margin - 1)
                gsub(/["\047]/, "", name)
                print name
            }
        }'
    echo sandbox
}

# ${year} in the job file: year= on the command line. In capitals they come from the environment.
_facteur_parameters() {
    _facteur_jobs | tr '\n' '\0' | xargs -0 grep -oh '\${[a-z][A-Za-z0-9_.-]*' | sed 's/^..//; s/$/=/' | sort -u
}

# Job files whose path begins as what is typed, and folders on the way to them.
_facteur_job_files() {
    local path
    compgen -f -- "$1" | while IFS= read -r path; do
        if [[ -d $path ]]; then
            printf '%s/\n' "$path"
        elif [[ $path == *.yaml || $path == *.yml ]]; then
            printf '%s\n' "$path"
        fi
    done
}

# Adds lines to what is offered.
_facteur_offer() {
    local line
    while IFS= read -r line; do
        [[ -z $line ]] || COMPREPLY+=("$line")
    done
}

# --state=SENT is completed like --state SENT, and --state SENT,SE behind its last comma. bash makes three words of the first, other shells one.
_facteur_value() {
    local last=$COMP_CWORD word=${COMP_WORDS[COMP_CWORD]} head= words i
    if [[ $word == --*=* ]]; then
        head=${word%%=*}= word=${word#*=}
        words=("${COMP_WORDS[@]:0:last}" "${head%=}")
    elif [[ $word == = ]]; then
        words=("${COMP_WORDS[@]:0:last}") word=
    elif [[ ${COMP_WORDS[last - 1]} == = ]]; then
        words=("${COMP_WORDS[@]:0:last - 1}")
    else
        words=("${COMP_WORDS[@]:0:last}")
    fi
    [[ $word != *,* ]] || head=$head${word%,*},
    local COMP_WORDS=("${words[@]}" "${word##*,}") COMP_CWORD=${#words[@]}
    [[ ${words[COMP_CWORD - 1]} != --* ]] || _facteur_complete "${words[0]}" "${word##*,}" "${words[COMP_CWORD - 1]}"
    for i in "${!COMPREPLY[@]}"; do
        COMPREPLY[i]=$head${COMPREPLY[i]}
    done
}

_facteur_complete() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]} at=0 i
    local with_job=' run restart stop status plan preview check test export report resolve retry inbox unsubscribe-link relays schedule worker '
    # Which of the words that are no options it is, the command being the first.
    for ((i = 1; i <= COMP_CWORD; i++)); do
        [[ ${COMP_WORDS[i]} == -* ]] || at=$((at + 1))
    done
    COMPREPLY=()
    if [[ $word == --*=* || $before == = || $word == = || ($word == *,* && $before == --*) ]]; then
        _facteur_value
    elif [[ $before == --relay ]]; then
        _facteur_offer < <(compgen -W "$(_facteur_relays)" -- "$word")
    elif [[ $word == -* || $before == -* ]]; then
        _complete_facteur "$@"
    elif [[ $command == relays && ${COMP_WORDS[2]} == try && $at -eq 3 ]]; then
        _complete_facteur "$@"
        _facteur_offer < <(compgen -W "$(_facteur_relays)" -- "$word"; _facteur_job_files "$word")
    elif [[ $command == relays && $at -eq 2 ]]; then
        _facteur_offer < <(compgen -W try -- "$word"; _facteur_job_files "$word")
    elif [[ ($at -eq 2 && $with_job == *" $command "*) || ($at -eq 3 && ${COMP_WORDS[2]} == move) \
        || ($at -eq 4 && ${COMP_WORDS[2]} == try) ]]; then
        _facteur_offer < <(_facteur_job_files "$word")
    elif [[ $at -gt 2 && $with_job == *" $command "* ]]; then
        _facteur_offer < <(compgen -W "$(_facteur_parameters)" -- "$word")
    else
        _complete_facteur "$@"
    fi
    # A folder is gone into, and a parameter gets its value, in the same word.
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/=] ]] && type compopt >/dev/null 2>&1; then
        compopt -o nospace 2>/dev/null
    fi
}

# For the other shells, which ask bash: what is offered for the last of these words, a line each.
_facteur_offered() {
    local COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    _facteur_complete facteur "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" 2>/dev/null
    [[ ${#COMPREPLY[@]} -eq 0 ]] || printf '%s\n' "${COMPREPLY[@]}"
}

complete -F _facteur_complete -o default facteur facteur.sh facteur.bash
