# Completion of swr for zsh: options and profiles, and after the profile what the command itself completes.

_swr() {
  if [[ ${words[1]:t} == envchain ]]; then
    _swr_envchain
    return
  fi
  local mode=switch named= skip=
  integer i
  for (( i = 2; i < CURRENT; i++ )); do
    if [[ -n $skip ]]; then
      skip=
      continue
    fi
    case ${words[i]} in
      #: arms
    esac
  done

  # MODES|SPEC: the modes in which the option is offered, and how _arguments gets it.
  local -a specs=(
    #: options
  )
  specs=(${${(M)specs:#(any|*" $mode "*)\|*}#*\|})
  case $mode in
    #: words
  esac
  _arguments -s -A '-*' $specs
}

# The words are those after the profile: the command and its arguments.
_swr_command() {
  if (( CURRENT > 1 )) && [[ $words[1] == -- ]]; then
    shift words
    (( CURRENT-- ))
  fi
  _normal -p swr
}

# The profiles with a role, from the program on the line if its path is absolute: a relative one can be
# any program in this folder.
_swr_profiles() {
  local program=${(Q)words[1]} line
  local -a fields profiles
  [[ $program == '~/'* ]] && program=$HOME/${program#'~/'}
  [[ $program == /* && -x $program ]] || program=swr
  for line in ${(f)"$(SWR_OPTIONS= command $program --list 2>/dev/null </dev/null)"}; do
    fields=("${(@ps:\t:)line}")
    # A group in a pattern is not parsed if the option SH_GLOB is set (`emulate sh`).
    case $fields[2] in
      role | user | sso | login | credential-process) ;;
      *) continue ;;
    esac
    profiles+=("${${fields[1]//\\/\\\\}//:/\\:}:${fields[3]:+$fields[3] $fields[4] }${fields[8]:+! $fields[8]}")
  done
  _describe -t profiles profile profiles
}

# envchain, where nothing else completes it: namespaces, then the command.
_swr_envchain() {
  local -a rest=('*:::command:_swr_command')
  case $words[2] in
    -s | --set | -u | --unset) rest=('*:variable:(AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY)') ;;
  esac
  _arguments -s -A '-*' \
    '(- 1 *)'{-l,--list}'[list the namespaces]' \
    '(-l --list -u --unset)'{-s,--set}'[store variables in a namespace]' \
    '(-l --list -s --set)'{-u,--unset}'[remove variables from a namespace]' \
    '1:namespace:_sequence _swr_namespaces' $rest
  # Completing a command within has reset this; without it the shell would add files to what belongs here.
  local ret=$?
  _compskip=default
  return ret
}

_swr_namespaces() {
  local -a names=(${(f)"$(command envchain --list 2>/dev/null </dev/null)"})
  compadd "$@" -a names
}
