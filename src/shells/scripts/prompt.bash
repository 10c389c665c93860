
# The prompt: [profile 57m] in front of yours, red under five minutes, nothing outside a session; [profile? 57m] in red
# if keys, profile or region are no longer the session's (`swr --status` says which). Without the
# minutes before bash 4.2. SWR_PROMPT=off turns it off. starship and oh-my-posh draw prompts of their own, which
# are left alone unless SWR_PROMPT=on. No process is started for it. Put this line at the end of ~/.bashrc.
# What is put into PS1 is always the same text; what the variables hold is shown, and never expanded again.
# shellcheck disable=SC2016
_swr_segment='\[${_swr_colour-}\]${_swr_text-}\[${_swr_plain-}\]'

# Runs before each prompt, and hands on the status it found.
_swr_prompt() {
  # shellcheck disable=SC2016
  local status=$? left='' tight='' name odd='[^[:alnum:] _.,:;@/+=~#%$()`\\-]'
  _swr_text='' _swr_colour='' _swr_plain=''
  if [[ -z ${SWR_PROFILE-} || ${SWR_PROMPT-} == off ]] || ! shopt -q promptvars; then
    return "$status"
  fi
  if [[ ${SWR_PROMPT-} != on ]] && _swr_foreign_prompt; then
    return "$status"
  fi
  # Characters that could steer the terminal, and some that are not needed.
  name=$SWR_PROFILE
  # In a user session: the user's name.
  [[ ${SWR_KIND-} == user-session && -n ${SWR_USER_ARN-} ]] && name=${SWR_USER_ARN##*/}
  name=${name//$odd/?}
  _swr_time_left
  # Fewer rights than the role's: [profile ro 57m].
  [[ -z ${SWR_NARROWED-} ]] || left=" ${SWR_NARROWED//[^a-z]/?}$left"
  if _swr_differs; then
    name+='?' tight=1
  fi
  _swr_text="[$name$left] "
  if [[ -n $tight && -z ${NO_COLOR-} ]]; then
    _swr_colour=$'\e[31m' _swr_plain=$'\e[39m'
  fi
  [[ ${PS1-} == *"$_swr_segment"* ]] || _swr_is_readonly PS1 || PS1=$_swr_segment${PS1-}
  return "$status"
}

# Whether the variable may not be changed (readonly); before bash 4.4 only a process could tell.
_swr_is_readonly() {
  ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)) || return 1
  case $1 in
    PS1) [[ -n ${PS1+set} && ${PS1@a} == *r* ]] ;;
    *) [[ -n ${PROMPT_COMMAND+set} && ${PROMPT_COMMAND@a} == *r* ]] ;;
  esac
}

# Whether what programs go by is no longer the session's: what --status compares, but for the secrets.
_swr_differs() {
  local region=${SWR_REGION-} key=${SWR_ACCESS_KEY_ID-}
  if [[ -n $key ]]; then
    [[ ${AWS_ACCESS_KEY_ID-} == "$key" && -n ${AWS_SECRET_ACCESS_KEY-} && -n ${AWS_SESSION_TOKEN-} ]] || return 0
  elif [[ -n ${SWR_KEYLESS-} && -n ${AWS_ACCESS_KEY_ID-} ]]; then
    return 0
  fi
  if [[ -n $region ]]; then
    [[ ${AWS_REGION-} == "$region" && ${AWS_DEFAULT_REGION-} == "$region" ]] || return 0
  fi
  [[ ${AWS_PROFILE:-$SWR_PROFILE} != "$SWR_PROFILE" || ${AWS_DEFAULT_PROFILE:-$SWR_PROFILE} != "$SWR_PROFILE" ]]
}

# Sets the caller's `left` (" 57m", " 1h05m", " ended"), and `tight` under five minutes.
_swr_time_left() {
  local now seconds
  if [[ ${_swr_end_of-} != "${SWR_EXPIRATION-}" ]]; then
    _swr_end_of=${SWR_EXPIRATION-} _swr_end=''
    _swr_epoch
  fi
  # Before bash 4.2 only a process could tell the time.
  [[ -n ${_swr_end-} ]] && ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 402)) || return 0
  printf -v now '%(%s)T' -1
  seconds=$((_swr_end - now))
  [[ $seconds -ge 300 ]] || tight=1
  if [[ $seconds -le 0 ]]; then
    left=' ended'
  elif [[ $seconds -lt 60 ]]; then
    left=' <1m'
  elif [[ $seconds -lt 3600 ]]; then
    left=" $((seconds / 60))m"
  else
    printf -v left ' %dh%02dm' $((seconds / 3600)) $((seconds / 60 % 60))
  fi
  # A role session that renews itself until then: [profile renews 9h05m].
  if [[ -n ${SWR_RENEW-} && $seconds -gt 0 ]]; then
    if [[ $seconds -lt 600 ]]; then
      left=" no renewal after$left" tight=1
    else
      left=" renews$left"
    fi
  fi
}

# SWR_EXPIRATION, 2026-01-01T00:00:00Z, as seconds since 1970; only digits come near the arithmetic.
_swr_epoch() {
  local two='([0-9][0-9])' form year month days
  form="^([0-9][0-9][0-9][0-9])-$two-${two}T$two:$two:$two([.][0-9]+)?Z\$"
  [[ ${SWR_EXPIRATION-} =~ $form ]] || return 0
  # The year begins in March, so that the leap day is its last. 10#: 08 is no octal number.
  year=$((10#${BASH_REMATCH[1]})) month=$((10#${BASH_REMATCH[2]}))
  if [[ $month -le 2 ]]; then
    year=$((year - 1)) month=$((month + 12))
  fi
  days=$((year * 365 + year / 4 - year / 100 + year / 400))
  days=$((days + (153 * (month - 3) + 2) / 5 + 10#${BASH_REMATCH[3]} - 719469))
  _swr_end=$((days * 86400 + 10#${BASH_REMATCH[4]} * 3600 + 10#${BASH_REMATCH[5]} * 60 + 10#${BASH_REMATCH[6]}))
}

# Whether a prompt of one of these is in force; asked at each prompt, since they may be loaded later.
_swr_foreign_prompt() {
  if [[ ${STARSHIP_SHELL-} == bash || ${POSH_SHELL-} == bash || -n ${POSH_THEME-} ]]; then
    return 0
  elif [[ $- == *r* ]]; then
    # A restricted shell (rbash) may not write to /dev/null.
    [[ -n $(declare -F starship_precmd _omp_hook) ]]
  else
    declare -F starship_precmd _omp_hook >/dev/null
  fi
}

# After what is there: a string, or from bash 5.1 on perhaps an array. By a variable, since a PROMPT_COMMAND that is
# exported also runs in shells that do not know the function.
_swr_hook=_swr_prompt
# shellcheck disable=SC2016,SC2128,SC2178
if [[ $- == *i* && "${PROMPT_COMMAND[*]-}" != *_swr_hook* ]] && ! _swr_is_readonly PROMPT_COMMAND; then
  if [[ -n ${PROMPT_COMMAND-} ]] &&
    ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501 && ${#PROMPT_COMMAND[@]} > 1)); then
    PROMPT_COMMAND+=('"${_swr_hook-:}"')
  else
    PROMPT_COMMAND=${PROMPT_COMMAND:+$PROMPT_COMMAND$'\n'}'"${_swr_hook-:}"'
  fi
fi
