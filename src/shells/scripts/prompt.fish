
# The prompt: [profile 57m] in front of yours, red under five minutes, nothing outside a session; [profile? 57m] in red
# if keys, profile or region are no longer the session's (`swr --status` says which). Without the
# minutes before fish 3.6. SWR_PROMPT=off turns it off. starship and oh-my-posh draw prompts of their own, which
# are left alone unless SWR_PROMPT=on. No process is started for it.

# Puts the segment in front of whatever fish_prompt is by then.
function _swr_wrap_prompt --on-event fish_prompt
    _swr_in_prompt; and functions -q fish_prompt; or return
    functions fish_prompt | string match -q '*_swr_segment*'; and return
    # A name for each: virtual environments put the prompt of before back, inside one of their own.
    set -q _swr_wrapped; or set -g _swr_wrapped 0
    set -g _swr_wrapped (math $_swr_wrapped + 1)
    set -l original _swr_prompt_$_swr_wrapped
    functions -c fish_prompt $original
    function fish_prompt -V original
        # Before anything that changes them: $status and $pipestatus are the last command's.
        set -g -a _swr_depth 1
        set -l lines ($original)
        set -e _swr_depth[-1]
        test (count $_swr_depth) -gt 0; or _swr_segment
        string join \n -- $lines
    end
end

function _swr_reset_depth --on-event fish_prompt
    set -g _swr_depth
end

function _swr_segment
    _swr_in_prompt; or return
    # Control and formatting characters could steer the terminal.
    set -l name $SWR_PROFILE
    # In a user session: the user's name.
    test "$SWR_KIND" = user-session -a -n "$SWR_USER_ARN"
    and set name (string replace -r '^.*/' '' -- $SWR_USER_ARN)
    set name (string replace -ra '[\p{C}\p{Zl}\p{Zp}]' '?' -- $name)
    set -l left
    set -l alarming
    _swr_differs; and set name "$name?"; and set alarming 1
    set -l seconds (_swr_seconds_left)
    if test -n "$seconds"
        if test $seconds -le 0
            set left ' ended'
        else if test $seconds -lt 60
            set left ' <1m'
        else if test $seconds -lt 3600
            set left (printf ' %dm' (math "floor($seconds / 60)"))
        else
            set left (printf ' %dh%02dm' (math "floor($seconds / 3600)") (math "floor($seconds / 60) % 60"))
        end
        test $seconds -lt 300; and set alarming 1
        # A role session that renews itself until then: [profile renews 9h05m].
        if test -n "$SWR_RENEW" -a $seconds -gt 0
            if test $seconds -lt 600
                set left " no renewal after$left"
                set alarming 1
            else
                set left " renews$left"
            end
        end
    end
    # Fewer rights than the role's: [profile ro 57m].
    test -n "$SWR_NARROWED"
    and set left " "(string replace -ra '[^a-z]' '?' -- $SWR_NARROWED)"$left"
    test -n "$alarming" -a -z "$NO_COLOR"; and set_color red
    printf '[%s%s] ' "$name" "$left"
    set_color normal
end

# Whether what programs go by is no longer the session's: what --status compares, but for the secrets.
function _swr_differs
    if test -n "$SWR_ACCESS_KEY_ID"
        test "$AWS_ACCESS_KEY_ID" = "$SWR_ACCESS_KEY_ID" -a -n "$AWS_SECRET_ACCESS_KEY" -a -n "$AWS_SESSION_TOKEN"; or return 0
    else if test -n "$SWR_KEYLESS" -a -n "$AWS_ACCESS_KEY_ID"
        return 0
    end
    if test -n "$SWR_REGION"
        test "$AWS_REGION" = "$SWR_REGION" -a "$AWS_DEFAULT_REGION" = "$SWR_REGION"; or return 0
    end
    for profile in $AWS_PROFILE $AWS_DEFAULT_PROFILE
        test -z "$profile" -o "$profile" = "$SWR_PROFILE"; or return 0
    end
    return 1
end

# Prints the seconds until SWR_EXPIRATION, 2026-01-01T00:00:00Z; nothing where it cannot be told.
function _swr_seconds_left
    if test "$_swr_end_of" != "$SWR_EXPIRATION"
        set -g _swr_end_of $SWR_EXPIRATION
        set -g _swr_end
        set -l form '^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z$'
        if set -l p (string match -r $form -- $SWR_EXPIRATION)
            # The year begins in March, so that the leap day is its last.
            set -l year $p[2]
            set -l month $p[3]
            if test $month -le 2
                set year (math $year - 1)
                set month (math $month + 12)
            end
            set -l days (math "$year * 365 + floor($year / 4) - floor($year / 100) + floor($year / 400)")
            set days (math "$days + floor((153 * ($month - 3) + 2) / 5) + $p[4] - 719469")
            set -g _swr_end (math "$days * 86400 + $p[5] * 3600 + $p[6] * 60 + $p[7]")
        end
    end
    test -n "$_swr_end"; or return
    # The only clock among fish's builtins: when / was changed, and how long ago that was.
    set -l now (math (path mtime / 2>/dev/null) + (path mtime -R / 2>/dev/null) 2>/dev/null); or return
    math "$_swr_end - $now"
end

# Whether there is something to show. Asked at each prompt, since other prompts may be loaded later.
function _swr_in_prompt
    test -n "$SWR_PROFILE" -a "$SWR_PROMPT" != off; or return
    test "$SWR_PROMPT" != on; or return 0
    test "$STARSHIP_SHELL" = fish -o "$POSH_SHELL" = fish -o -n "$POSH_THEME"; and return 1
    not functions -q tide
end
