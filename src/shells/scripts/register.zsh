
# compinit may come later, or once more: then what was registered is forgotten, hence again at the first prompt.
# A pattern (-P) comes after everything else, so that a completion of envchain's own stays in force.
_swr_register() {
  emulate -L zsh
  (( $+functions[compdef] )) || return 0
  compdef _swr swr
  compdef _swr -P envchain
  [[ $1 == now ]] || add-zsh-hook -d precmd _swr_register
}
autoload -Uz add-zsh-hook
_swr_register now
add-zsh-hook precmd _swr_register
