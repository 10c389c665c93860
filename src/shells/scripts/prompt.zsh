
# The prompt: [profile 57m] in front of yours, red under five minutes, nothing outside a session; [profile? 57m] in red
# if keys, profile or region are no longer the session's (`swr --status` says which).
# SWR_PROMPT=off turns it off. starship, powerlevel10k, oh-my-posh and the themes of oh-my-zsh draw prompts of
# their own, which are left alone unless SWR_PROMPT=on. No process is started for it.
# What is put into PROMPT is always the same text; the values go by psvar, which zsh shows without expanding.
zmodload zsh/datetime 2>/dev/null
typeset -g _swr_segment='%(91V.%91v .)%(92V.%F{red}%92v%f .)'

_swr_prompt() {
  [[ -o prompt_percent ]] || return 0
  emulate -L zsh
  (( ${#psvar} > 90 )) && psvar[91]= psvar[92]=
  [[ -n $SWR_PROFILE && $SWR_PROMPT != off ]] || return 0
  [[ $SWR_PROMPT == on ]] || ! _swr_foreign_prompt || return 0
  # Last of all hooks, from the next prompt on: others may build the whole prompt anew each time.
  if [[ ${precmd_functions[-1]} != _swr_prompt ]]; then
    precmd_functions=(${precmd_functions:#_swr_prompt} _swr_prompt)
  fi
  # Other characters than letters, digits and those of ASCII could steer the terminal.
  local name=$SWR_PROFILE left= tight=
  # In a user session: the user's name.
  [[ $SWR_KIND == user-session && -n $SWR_USER_ARN ]] && name=${SWR_USER_ARN##*/}
  name=${name//[^[:alnum:] -~]/?}
  _swr_time_left
  # Fewer rights than the role's: [profile ro 57m].
  [[ -n $SWR_NARROWED ]] && left=" ${SWR_NARROWED//[^a-z]/?}$left"
  if _swr_differs; then
    name+='?' tight=1
  fi
  if [[ -n $tight && -z $NO_COLOR ]]; then
    psvar[92]="[$name$left]"
  else
    psvar[91]="[$name$left]"
  fi
  # A prompt that may not be changed (typeset -r) stays.
  [[ $PROMPT == *$_swr_segment* || ${(t)PROMPT}${(t)PS1} == *readonly* ]] || PROMPT=$_swr_segment$PROMPT
}

# Whether what programs go by is no longer the session's: what --status compares, but for the secrets.
_swr_differs() {
  if [[ -n $SWR_ACCESS_KEY_ID ]]; then
    [[ $AWS_ACCESS_KEY_ID == "$SWR_ACCESS_KEY_ID" && -n $AWS_SECRET_ACCESS_KEY && -n $AWS_SESSION_TOKEN ]] || return 0
  elif [[ -n $SWR_KEYLESS && -n $AWS_ACCESS_KEY_ID ]]; then
    return 0
  fi
  if [[ -n $SWR_REGION ]]; then
    [[ $AWS_REGION == "$SWR_REGION" && $AWS_DEFAULT_REGION == "$SWR_REGION" ]] || return 0
  fi
  [[ ${AWS_PROFILE:-$SWR_PROFILE} != "$SWR_PROFILE" || ${AWS_DEFAULT_PROFILE:-$SWR_PROFILE} != "$SWR_PROFILE" ]]
}

# Sets the caller's `left` (" 57m", " 1h05m", " ended"), and `tight` under five minutes.
_swr_time_left() {
  if [[ $_swr_end_of != $SWR_EXPIRATION ]]; then
    typeset -g _swr_end_of=$SWR_EXPIRATION _swr_end=
    _swr_epoch
  fi
  [[ -n $_swr_end ]] && (( ${+EPOCHSECONDS} )) || return 0
  integer seconds=$(( _swr_end - EPOCHSECONDS ))
  (( seconds < 300 )) && tight=1
  if (( seconds <= 0 )); then
    left=' ended'
  elif (( seconds < 60 )); then
    left=' <1m'
  elif (( seconds < 3600 )); then
    left=" $(( seconds / 60 ))m"
  else
    left=" $(( seconds / 3600 ))h${(l:2::0:)$(( seconds / 60 % 60 ))}m"
  fi
  # A role session that renews itself until then: [profile renews 9h05m].
  if [[ -n $SWR_RENEW ]] && (( seconds > 0 )); then
    if (( seconds < 600 )); then
      left=" no renewal after$left" tight=1
    else
      left=" renews$left"
    fi
  fi
}

# SWR_EXPIRATION, 2026-01-01T00:00:00Z, as seconds since 1970; only digits come near the arithmetic.
_swr_epoch() {
  setopt local_options extended_glob
  local -a match mbegin mend
  # Not written where it is used: with the option SH_GLOB (`emulate sh`) it would not be parsed.
  local two='([0-9](#c2))'
  local form="(#b)([0-9](#c4))-$two-${two}T$two:$two:$two(|.[0-9]##)Z"
  [[ $SWR_EXPIRATION == ${~form} ]] || return 0
  # The year begins in March, so that the leap day is its last.
  integer month=$match[2] year=$match[1] days
  (( month <= 2 )) && (( year -= 1, month += 12 ))
  days=$(( year * 365 + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5 + match[3] - 719469 ))
  _swr_end=$(( days * 86400 + match[4] * 3600 + match[5] * 60 + match[6] ))
}

# Whether a prompt of one of these is in force; asked at each prompt, since they may be loaded later.
_swr_foreign_prompt() {
  (( $+functions[starship_precmd] || $+functions[p10k] || $+functions[prompt_powerlevel9k_setup] ||
    $+functions[_omp_precmd] )) ||
    [[ $STARSHIP_SHELL == zsh || $POSH_SHELL == zsh || -n $POSH_THEME || -n $P9K_VERSION ||
      ( -n $ZSH_THEME && -n $ZSH ) ]]
}

autoload -Uz add-zsh-hook
add-zsh-hook precmd _swr_prompt
