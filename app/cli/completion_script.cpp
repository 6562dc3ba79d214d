#include "cli/completion_script.h"

namespace {

// All three ask the program itself, whose answer is a line a candidate: the word, a tab, what it means.
// ":files" instead means that the shell's own names of files are wanted.

const char *const bashScript = R"sh(# bash completion for shimmyctl
_shimmyctl() {
    local line=${COMP_LINE:0:COMP_POINT} candidate answer
    local -a words
    read -r -a words <<< "$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    local current=${words[${#words[@]} - 1]}
    answer=$("${words[0]}" __complete -- "${words[@]:1}" 2> /dev/null)
    COMPREPLY=()
    if [[ $answer == :files ]]; then
        compopt -o filenames 2> /dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        return
    fi
    # bash takes a word apart at colons and completes only what follows the last.
    local before=""
    [[ $current == *:* && $COMP_WORDBREAKS == *:* ]] && before=${current%"${current##*:}"}
    while IFS=$'\t' read -r candidate _; do
        [[ -n $candidate ]] && COMPREPLY+=("${candidate#"$before"}")
    done <<< "$answer"
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]] && compopt -o nospace 2> /dev/null
}
complete -F _shimmyctl shimmyctl
)sh";

const char *const zshScript = R"sh(#compdef shimmyctl
_shimmyctl() {
    local line value answer
    local -a entries
    answer=$("${words[1]}" __complete -- "${(@)words[2,CURRENT]}" 2> /dev/null)
    if [[ $answer == :files ]]; then
        _files
        return
    fi
    for line in "${(@f)answer}"; do
        value=${line%%$'\t'*}
        [[ -n $value ]] && entries+=("${value//:/\\:}:${line#*$'\t'}")
    done
    (( ${#entries} )) && _describe shimmyctl entries
}
if [[ ${funcstack[1]} == _shimmyctl ]]; then
    _shimmyctl "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
    compdef _shimmyctl shimmyctl
fi
)sh";

const char *const fishScript = R"sh(# fish completion for shimmyctl
function __shimmyctl_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l answer ($words[1] __complete -- $words[2..-1] "$current" 2> /dev/null)
    if test "$answer" = ":files"
        __fish_complete_path "$current"
    else
        printf '%s\n' $answer
    end
end
complete -c shimmyctl -f -a '(__shimmyctl_complete)'
)sh";

} // namespace

QString completionScript(const QString &shell)
{
    if (shell == QLatin1StringView("bash"))
        return QString::fromLatin1(bashScript);
    return QString::fromLatin1(shell == QLatin1StringView("zsh") ? zshScript : fishScript);
}
