# Completion of swr for fish: options and profiles, and after the profile what the command itself completes.

# Reads the words before the cursor. Prints the mode, then the place of the first word that is no option (of one
# not typed yet, too), then "named" where --profile gives the profile, or --user and --narrow need none.
function _swr_line
    set -l words (commandline -opc)
    set -l mode switch
    set -l named
    set -l i 2
    while test $i -le (count $words)
        switch $words[$i]
            #: arms
        end
        set i (math $i + 1)
    end
    printf '%s\n' $mode $i $named
end

# Whether an option of these modes can stand here.
function _swr_offers
    set -l line (_swr_line)
    test $line[2] -gt (count (commandline -opc)); or return
    test $argv[1] = any; or contains -- $line[1] $argv
end

# What comes after the options: a profile, and the command after it.
function _swr_words
    set -l line (_swr_line)
    #: modes
    set -l after (math (count (commandline -opc)) - $line[2] + 1)
    if test (count $line) -lt 3
        contains -- $line[1] $profile; or return
        if test $after -le 0
            _swr_profiles
            return
        end
        set line[2] (math $line[2] + 1)
    end
    contains -- $line[1] $command; and _swr_command $line[2]
end

# Completes the words from that place on as a command line of their own.
function _swr_command -a first
    set -l words (commandline -opc)
    test "$words[$first]" = --; and set first (math $first + 1)
    set -l line
    if test $first -le (count $words)
        set line (string escape -- $words[$first..-1])
    end
    complete -C (string join ' ' -- $line (commandline -ct))
end

# The profiles with a role, from the program on the line if its path is absolute: a relative one can be
# any program in this folder.
function _swr_profiles
    set -l program (string replace -r '^~/' "$HOME/" -- (commandline -opc)[1])
    string match -q '/*' -- $program; and test -x $program; or set program swr
    SWR_OPTIONS= command $program --list 2>/dev/null </dev/null | while read -l -d \t name kind account role region mfa source problem
        contains -- "$kind" role user sso login credential-process; or continue
        test -n "$problem"; and set problem "! $problem"
        printf '%s\t%s\n' $name (string trim -- "$account $role $problem")
    end
end

complete -c swr -f
#: options
complete -c swr -a '(_swr_words)'
