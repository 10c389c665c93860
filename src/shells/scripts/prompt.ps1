
# The prompt: [profile 57m] in front of yours, red under five minutes, nothing outside a session; [profile? 57m] in red
# if keys, profile or region are no longer the session's (`swr --status` says which).
# SWR_PROMPT=off turns it off. starship and oh-my-posh draw prompts of their own, which are left alone unless
# SWR_PROMPT=on. No process is started for it. Put this line at the end of your $PROFILE.

function global:_swrSegment {
    if (-not $env:SWR_PROFILE -or $env:SWR_PROMPT -eq 'off') { return '' }
    if ($env:SWR_PROMPT -ne 'on' -and
        ($env:STARSHIP_SHELL -eq 'powershell' -or $env:STARSHIP_SHELL -eq 'pwsh' -or $env:POSH_THEME)) { return '' }
    # Control and formatting characters could steer the terminal.
    $name = $env:SWR_PROFILE
    # In a user session: the user's name.
    if ($env:SWR_KIND -eq 'user-session' -and $env:SWR_USER_ARN) { $name = $env:SWR_USER_ARN -replace '^.*/' }
    $name = $name -replace '[\p{C}\p{Zl}\p{Zp}]', '?'
    $left = ''
    $tight = $false
    $end = [DateTimeOffset]::MinValue
    $styles = [Globalization.DateTimeStyles]::AssumeUniversal
    if ([DateTimeOffset]::TryParse($env:SWR_EXPIRATION, [Globalization.CultureInfo]::InvariantCulture, $styles, [ref]$end)) {
        $seconds = [Math]::Floor(($end - [DateTimeOffset]::UtcNow).TotalSeconds)
        $minutes = [Math]::Floor($seconds / 60)
        $tight = $seconds -lt 300
        $left = if ($seconds -le 0) { ' ended' }
        elseif ($seconds -lt 60) { ' <1m' }
        elseif ($minutes -lt 60) { " ${minutes}m" }
        else { ' {0}h{1:00}m' -f [Math]::Floor($minutes / 60), ($minutes % 60) }
        # A role session that renews itself until then: [profile renews 9h05m].
        if ($env:SWR_RENEW -and $seconds -gt 0) {
            if ($seconds -lt 600) { $left = " no renewal after$left"; $tight = $true }
            else { $left = " renews$left" }
        }
    }
    # Fewer rights than the role's: [profile ro 57m].
    if ($env:SWR_NARROWED) { $left = " $($env:SWR_NARROWED -replace '[^a-z]', '?')$left" }
    if (_swrDiffers) {
        $name = "$name?"
        $tight = $true
    }
    $escape = [char]27
    if ($tight -and -not $env:NO_COLOR) { return "$escape[31m[$name$left]$escape[39m " }
    return "[$name$left] "
}

# Whether what programs go by is no longer the session's: what --status compares, but for the secrets.
function global:_swrDiffers {
    if ($env:SWR_ACCESS_KEY_ID -and
        ($env:AWS_ACCESS_KEY_ID -cne $env:SWR_ACCESS_KEY_ID -or
            -not $env:AWS_SECRET_ACCESS_KEY -or -not $env:AWS_SESSION_TOKEN)) { return $true }
    if ($env:SWR_KEYLESS -and -not $env:SWR_ACCESS_KEY_ID -and $env:AWS_ACCESS_KEY_ID) { return $true }
    if ($env:SWR_REGION -and
        ($env:AWS_REGION -cne $env:SWR_REGION -or $env:AWS_DEFAULT_REGION -cne $env:SWR_REGION)) { return $true }
    return ($env:AWS_PROFILE -and $env:AWS_PROFILE -cne $env:SWR_PROFILE) -or
        ($env:AWS_DEFAULT_PROFILE -and $env:AWS_DEFAULT_PROFILE -cne $env:SWR_PROFILE)
}

# Once only: the prompt of before is kept and called, with the $? and $LASTEXITCODE it expects.
if (-not (Get-Variable -Name _swrPrompt -Scope Global -ErrorAction Ignore)) {
    $global:_swrPrompt = $function:prompt
    function global:prompt {
        # The prompt of before goes first, so that $? is still the last command's.
        $text = & $global:_swrPrompt
        "$(_swrSegment)$text"
    }
}
