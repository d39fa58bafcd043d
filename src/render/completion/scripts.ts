/** The shells that there is a script for. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

type Shell = (typeof SHELLS)[number];

/** Whether there is a completion script for it. */
export function isShell(word: string): word is Shell {
  return (SHELLS as readonly string[]).includes(word);
}

/** By this a helper of ours is told from somebody else's file. */
export const HELPER_MARK = 'kubectl runs this to complete "kubectl initx".';

/** What kubectl looks for on the PATH to complete `kubectl initx`. */
export function helperName(platform: string): string {
  return platform === 'win32' ? 'kubectl_complete-initx.cmd' : 'kubectl_complete-initx';
}

/** The helper: it hands all to the plugin beside it, and keeps silent about what goes wrong. */
export function helperScript(platform: string): string {
  if (platform === 'win32') {
    const lines = [
      '@echo off',
      `rem ${HELPER_MARK}`,
      '"%~dp0kubectl-initx.exe" __complete %* 2>NUL',
    ];
    return lines.map((line) => `${line}\r\n`).join('');
  }
  return `#!/bin/sh
# ${HELPER_MARK}
exec "\${0%/*}/kubectl-initx" __complete "$@" 2>/dev/null
`;
}

/** A script that lets a shell complete kubectl-initx under its bare name. */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}

/**
 * Each hands the words up to the cursor to `kubectl-initx __complete`, which answers with a line for
 * each candidate, `VALUE<TAB>ABOUT`, and at last `:BITS`: 2 no space behind it, 4 no files, 32 in
 * this order.
 */
const SCRIPTS: Readonly<Record<Shell, string>> = {
  // COMP_WORDS is cut at = and :, so the words are put together again; what stands before the
  // last cut is not to be repeated in the answer.
  bash: `# bash completion for kubectl-initx: source <(kubectl-initx completion bash)
_kubectl_initx() {
  local -a words=()
  local at word glue='' lines value bits typed
  for ((at = 1; at <= COMP_CWORD; at++)); do
    word=\${COMP_WORDS[at]}
    if [[ ( $word == [=:] || -n $glue ) && \${#words[@]} -gt 0 ]]; then
      words[\${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
    glue=
    [[ $word == [=:] ]] && glue=yes
  done
  lines=$("\${COMP_WORDS[0]}" __complete "\${words[@]}" 2>/dev/null) || return
  bits=\${lines##*:}
  typed=\${words[\${#words[@]} - 1]}
  [[ $typed == -*=* ]] && typed=\${typed#*=}
  typed=\${typed%"\${typed##*[=:]}"}
  COMPREPLY=()
  while IFS=$'\\t' read -r value _; do
    [[ $value == :* || -z $value ]] || COMPREPLY+=("\${value#"$typed"}")
  done <<<"$lines"
  ((bits & 2)) && compopt -o nospace
  ((bits & 32)) && compopt -o nosort 2>/dev/null
  ((bits & 4)) || compopt -o default
  return 0
}
complete -F _kubectl_initx kubectl-initx
`,
  zsh: `#compdef kubectl-initx
# zsh completion for kubectl-initx
_kubectl_initx() {
  local -a lines values shown options
  local line value bits
  lines=("\${(@f)$(\${(Q)words[1]} __complete "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  bits=\${lines[-1]#:}
  for line in "\${(@)lines[1,-2]}"; do
    value=\${line%%$'\\t'*}
    [[ -n $value ]] || continue
    values+=("$value")
    [[ $line == *$'\\t'* ]] && shown+=("$value  -- \${line#*$'\\t'}") || shown+=("$value")
  done
  ((bits & 2)) && options+=(-S '')
  ((bits & 32)) && options+=(-V initx)
  [[ \${words[CURRENT]} == -*=* ]] && compset -P '*='
  if ((\${#values})); then
    compadd "\${(@)options}" -l -d shown -a values
  elif ! ((bits & 4)); then
    _files
  fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _kubectl_initx "$@"
else
  compdef _kubectl_initx kubectl-initx
fi
`,
  fish: `# fish completion for kubectl-initx
function __kubectl_initx_ask
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l lines ($words[1] __complete $words[2..-1] "$typed" 2>/dev/null)
    test (count $lines) -gt 0; or return
    set -l bits (string replace -- : '' $lines[-1])
    set -l prefix (string match -r -- '^-[^=]*=' "$typed")
    if test (count $lines) -gt 1
        for line in $lines[1..-2]
            printf '%s\\n' "$prefix$line"
        end
    else if test (math "bitand($bits, 4)") -eq 0
        __fish_complete_path (string replace -r -- '^-[^=]*=' '' "$typed")
    end
end
complete -c kubectl-initx -f -a '(__kubectl_initx_ask)'
`,
  powershell: `# PowerShell completion for kubectl-initx
Register-ArgumentCompleter -Native -CommandName 'kubectl-initx', 'kubectl-initx.exe' -ScriptBlock {
  param($word, $line, $cursor)
  $all = @($line.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursor })
  $words = @($all | Select-Object -Skip 1 | ForEach-Object { "$_" })
  if ($word -eq '' -or $words.Count -eq 0) { $words += '""' }
  if ($PSNativeCommandArgumentPassing -and $PSNativeCommandArgumentPassing -ne 'Legacy') {
    $words = @($words | ForEach-Object { if ($_ -eq '""') { '' } else { $_ } })
  }
  $prefix = if ($word -match '^(-[^=]*=)') { $Matches[1] } else { '' }
  & "$($all[0])" __complete @words 2>$null | Where-Object { $_ -notmatch '^:\\d+$' -and $_ -ne '' } |
    ForEach-Object {
      $value, $about = $_ -split "\`t", 2
      if (-not $about) { $about = $value }
      [System.Management.Automation.CompletionResult]::new("$prefix$value", $value, 'ParameterValue', $about)
    }
}
`,
};
