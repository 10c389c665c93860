
# envchain, where nothing else completes it: namespaces, several with commas between, then the command.
function _swr_envchain
    set -l words (commandline -opc)
    switch "$words[2]"
        case '-*'
            return
        case ''
            set -l before (string replace -r '[^,]*$' '' -- (commandline -ct))
            string replace -r '^' "$before" -- (command envchain --list 2>/dev/null </dev/null)
        case '*'
            _swr_command 3
    end
end

if test -z "$(complete -c envchain)"
    complete -c envchain -f -a '(_swr_envchain)'
    complete -c envchain -n __fish_is_first_arg -l set -d 'store variables in a namespace'
    complete -c envchain -n __fish_is_first_arg -l list -d 'list the namespaces'
    complete -c envchain -n __fish_is_first_arg -l unset -d 'remove variables from a namespace'
end
