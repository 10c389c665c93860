# Completion of swr for bash: options and profiles, and after the profile what the command itself completes.
# Works from bash 3.2 on, with bash-completion and without.

_swr() {
  local words=() at=() cur mode=switch named='' skip='' i last
  _swr_split
  # No files where swr takes none; bash 3.2 cannot be told so.
  compopt +o default +o bashdefault 2>/dev/null
  last=$((${#words[@]} - 1))
  for ((i = 1; i < last; i++)); do
    if [[ -n $skip ]]; then
      skip=''
      continue
    fi
    case ${words[i]} in
      #: arms
    esac
  done
  if [[ $i -eq $last && (-n $skip || $cur == -*) ]]; then
    _swr_option "${words[i - 1]}"
    return 0
  fi
  case $mode in
    #: words
  esac
}

# The words up to the cursor as they were typed: bash also breaks them at = : @. Sets the caller's `words`, `at`
# (where each begins in COMP_WORDS), and `cur`, the last.
_swr_split() {
  local rest=${COMP_LINE:0:COMP_POINT} gap piece k
  for ((k = 0; k <= COMP_CWORD; k++)); do
    gap=${rest%%[![:space:]]*}
    rest=${rest#"$gap"}
    piece=${COMP_WORDS[k]}
    [[ $k -lt $COMP_CWORD ]] || piece=$rest
    rest=${rest#"$piece"}
    if [[ -n $gap || $k -eq 0 ]]; then
      words+=("$piece")
      at+=("$k")
    else
      words[${#words[@]} - 1]+=$piece
    fi
  done
  cur=${words[${#words[@]} - 1]}
}

# Completes an option, or the value of one. $1: the word before.
_swr_option() {
  local option=$1 typed=$cur
  if [[ $cur == --*=* ]]; then
    option=${cur%%=*}
    typed=${cur#*=}
  elif [[ -z $skip ]]; then
    case $mode in
      #: options
    esac
    return
  fi
  case $option in
    #: values
  esac
}

# The profiles with a role, from the program on the line if its path is absolute: a relative one can be
# any program in this folder. $1: what is typed of the name.
_swr_profiles() {
  local program=${words[0]}
  [[ $program != [~]/* ]] || program=$HOME/${program:2}
  [[ $program == /* && -x $program ]] || program=swr
  _swr_reply "$1" < <(
    SWR_OPTIONS="" command "$program" --list 2>/dev/null </dev/null | while IFS= read -r line; do
      rest=${line#*$'\t'}
      case ${rest%%$'\t'*} in
        role | user | sso | login | credential-process) printf '%s\n' "${line%%$'\t'*}" ;;
      esac
    done
  )
}

# Offers the lines of standard input that begin with $1, quoted as the word to be completed is.
_swr_reply() {
  local typed=$1 plain name cut='' before='' mark part quoted="'\\''"
  if [[ $typed == \'* ]]; then
    plain=${typed:1}
  else
    # Without -r, read takes the backslashes away.
    # shellcheck disable=SC2162
    IFS= read plain <<<"${typed#\"}"
  fi
  # What bash inserts replaces the word from the last of these on.
  [[ $COMP_WORDBREAKS == *=* ]] || before=${cur%"$typed"}
  for mark in = : @; do
    [[ $typed == *"$mark"* && $typed != [\"\']* && $COMP_WORDBREAKS == *"$mark"* ]] || continue
    part=${typed%"$mark"*}$mark
    [[ $mark != @ ]] || part=${part%@} # from that one on, itself included
    [[ ${#part} -le ${#cut} ]] || cut=$part
  done
  while IFS= read -r name; do
    [[ $name == "$plain"* ]] || continue
    case $typed in
      \'*) name=${name//\'/$quoted} ;;
      \"*)
        for mark in \\ \" \$ \`; do
          name=${name//"$mark"/"\\$mark"}
        done
        ;;
      *)
        printf -v name %q "$name"
        name=${name//\\,/,}
        ;;
    esac
    COMPREPLY+=("$before${name#"$cut"}")
  done
}

# Completes the words from $1 on (an index of the caller's `words`) as a command line of their own.
_swr_command() {
  local first=$1 name
  if [[ ${words[first]} == -- && $first -lt $((${#words[@]} - 1)) ]]; then
    first=$((first + 1))
  fi
  _swr_shift "${at[first]}"
  # Files, where the command says nothing else.
  compopt -o default -o bashdefault 2>/dev/null
  if [[ $COMP_CWORD -gt 0 ]]; then
    _swr_as_specified
    return 0
  fi
  while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -c -- "$cur")
  compopt -o filenames 2>/dev/null
}

# Does what `complete` was told for the command of the line: `complete -F git_function git`.
_swr_as_specified() {
  local command=${COMP_WORDS[0]} spec told=() line loader k word=${COMP_WORDS[COMP_CWORD]}
  spec=$(complete -p -- "$command" 2>/dev/null || complete -p -- "${command##*/}" 2>/dev/null)
  if [[ -z $spec ]]; then
    # bash-completion reads its files when they are needed first.
    for loader in _comp_load _completion_loader; do
      declare -F "$loader" >/dev/null && "$loader" "${command##*/}" >/dev/null 2>&1 && break
    done
    spec=$(complete -p -- "${command##*/}" 2>/dev/null) || return 0
  fi
  _swr_unquoted "$spec"
  for ((k = 1; k < ${#told[@]} - 1; k++)); do
    case ${told[k]} in
      -o) compopt -o "${told[k += 1]}" 2>/dev/null ;;
      -[AGPSWX]) k=$((k + 1)) ;;
      -F)
        "${told[k + 1]}" "$command" "$word" "${COMP_WORDS[COMP_CWORD - 1]}"
        return
        ;;
      -C)
        # Code by its nature: bash, too, runs it as a command line.
        export COMP_LINE COMP_POINT COMP_KEY COMP_TYPE
        while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
          eval "${told[k + 1]} \"\$command\" \"\$word\" \"\${COMP_WORDS[COMP_CWORD - 1]}\"" 2>/dev/null
        )
        export -n COMP_LINE COMP_POINT COMP_KEY COMP_TYPE
        return
        ;;
    esac
  done
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
    compgen "${told[@]:1:${#told[@]}-2}" -- "$word" 2>/dev/null
  )
}

# Sets the caller's `told` to the words of $1, where single quotes and backslashes quote. Not by eval: bash before 5.2
# does not quote the command's name.
_swr_unquoted() {
  local rest=$1 word plain
  told=()
  while [[ -n $rest ]]; do
    word=''
    while [[ -n $rest && $rest != ' '* ]]; do
      case $rest in
        \'*) plain=${rest#?} plain=${plain%%\'*} rest=${rest#\'"$plain"} rest=${rest#\'} ;;
        \\*) plain=${rest:1:1} rest=${rest:2} ;;
        *) plain=${rest%%[ \'\\]*} rest=${rest#"$plain"} ;;
      esac
      word+=$plain
    done
    told+=("$word")
    rest=${rest#"${rest%%[! ]*}"}
  done
}

# Takes the first $1 words off the line that bash completes.
_swr_shift() {
  local k line=$COMP_LINE
  for ((k = 0; k < $1; k++)); do
    line=${line#*"${COMP_WORDS[k]}"}
  done
  line=${line#"${line%%[![:space:]]*}"}
  COMP_POINT=$((COMP_POINT - ${#COMP_LINE} + ${#line}))
  COMP_LINE=$line
  COMP_WORDS=("${COMP_WORDS[@]:$1}")
  COMP_CWORD=$((COMP_CWORD - $1))
}

# envchain: namespaces, several with commas between, then the command.
_swr_envchain() {
  local words=() at=() cur i before
  _swr_split
  for ((i = 1; i < ${#words[@]} - 1; i++)); do
    [[ ${words[i]} == -* ]] || break
  done
  if [[ $i -lt $((${#words[@]} - 1)) ]]; then
    [[ $i -gt 1 ]] || _swr_command "$((i + 1))"
  elif [[ $cur == -* ]]; then
    _swr_reply "$cur" <<<$'--set\n--list\n--unset'
  else
    before=${cur%"${cur##*,}"}
    _swr_reply "$cur" < <(
      command envchain --list 2>/dev/null </dev/null | while IFS= read -r name; do
        printf '%s\n' "$before$name"
      done
    )
  fi
}

# A restricted shell (rbash) may not write to /dev/null, and would say so at each completion.
[[ $- == *r* ]] || complete -o default -o bashdefault -F _swr swr
[[ $- == *r* ]] || complete -p envchain >/dev/null 2>&1 || complete -F _swr_envchain -o default -o bashdefault envchain
