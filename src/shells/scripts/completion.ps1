# Completion of swr for PowerShell 5.1 and later: options, profiles, and the names of commands after the profile.

Register-ArgumentCompleter -Native -CommandName swr -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $mode = 'switch'
    $named = $false
    $option = $null
    $after = 0
    # The words between swr and the one to be completed.
    $before = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { $_.Extent.Text })
    foreach ($word in $before) {
        if ($after -gt 0) {
            # One -- before the command says nothing.
            if ($word -cne '--') { $after++ }
            continue
        }
        if ($null -ne $option) { $option = $null; continue }
        switch -CaseSensitive -Regex ($word) {
            #: arms
            '^-' { break }
            default { $after = 1 }
        }
    }

    # MODES, SPELLING, VALUES and TEXT of each option.
    $options = @(
        #: options
    )
    # Names with other characters are quoted as PowerShell quotes, for which typographic quotes are quotes too.
    $generation = 'System.Management.Automation.Language.CodeGeneration' -as [type]
    function quote($text) {
        if ($text -match '\A[\w./:+=-]+\z') { return $text }
        $inside = if ($generation) { $generation::EscapeSingleQuotedStringContent($text) }
        else { $text -replace '[\u0027\u2018-\u201b]', '$0$0' }
        "'$inside'"
    }
    function complete($text, $what, $kind) {
        $quoted = quote $text
        [System.Management.Automation.CompletionResult]::new($quoted, $text, $kind, $what)
    }
    $typed = $wordToComplete.Trim("'", '"')
    $prefix = ''
    if ($after -eq 0 -and $typed -match '^(--[a-z-]+)=(.*)$') {
        $option = $Matches[1]
        $prefix = "$option="
        $typed = $Matches[2]
    }
    $profiles = {
        swr --list 2>$null | ForEach-Object {
            $fields = $_.Split("`t")
            if (@('role', 'user', 'sso', 'login', 'credential-process') -ccontains $fields[1] -and $fields[0].StartsWith($typed)) {
                complete ($prefix + $fields[0]) "$($fields[2]) $($fields[3])" 'ParameterValue'
            }
        }
    }

    if ($null -ne $option) {
        if ($option -ceq '--profile') { return & $profiles }
        $values = ($options | Where-Object { $_[1] -ceq $option } | Select-Object -First 1)[2]
        return $values | Where-Object { $_ -and $_.StartsWith($typed) } |
            ForEach-Object { complete ($prefix + $_) $_ 'ParameterValue' }
    }
    if ($after -eq 0 -and $typed.StartsWith('-')) {
        return $options | Where-Object { $_[0] -ccontains $mode -and $_[1].StartsWith($typed) } |
            ForEach-Object { complete $_[1] $_[3] 'ParameterName' }
    }
    if ($after -eq 0 -and -not $named) {
        #: profile
        return
    }
    $first = if ($named) { 0 } else { 1 }
    #: command
        Get-Command -Name "$typed*" -CommandType Application -ErrorAction Ignore |
            ForEach-Object { complete $_.Name $_.Source 'Command' }
    }
}
