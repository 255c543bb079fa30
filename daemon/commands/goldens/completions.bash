# llmspell completions for bash
_llmspell() {
  local cur="${COMP_WORDS[COMP_CWORD]}" prev="" first="" command="" choices="" words=0 i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "${COMP_WORDS[i]}" in
      -* | =) ;;
      *)
        words=$((words + 1))
        if ((words == 1)); then first="${COMP_WORDS[i]}" command="$first"; fi
        if ((words == 2)); then command="$first ${COMP_WORDS[i]}"; fi
        ;;
    esac
  done
  prev="${COMP_WORDS[COMP_CWORD - 1]}"
  if [[ "$cur" == "=" ]]; then cur=""; fi
  if [[ "$prev" == "=" ]]; then prev="${COMP_WORDS[COMP_CWORD - 2]}"; fi
  if ((words == 0)); then
    choices="run exec kernel completions --help --version"
    COMPREPLY=($(compgen -W "$choices" -- "$cur"))
    return
  fi
  case "$first" in
    kernel) choices="start install uninstall" ;;
  esac
  if ((words == 1)) && [[ -n "$choices" ]]; then
    COMPREPLY=($(compgen -W "$choices --help" -- "$cur"))
    return
  fi
  case "$command" in
    run | "run "*)
      case "$prev" in
        --memory-limit) COMPREPLY=(); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--allow-read --allow-write --allow-env --allow-run --memory-limit --help" -- "$cur"))
      else
        COMPREPLY=($(compgen -f -- "$cur"))
      fi
      ;;
    exec | "exec "*)
      case "$prev" in
        --memory-limit) COMPREPLY=(); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--allow-read --allow-write --allow-env --allow-run --memory-limit --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "kernel start")
      case "$prev" in
        --connection-file | -f) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ip) COMPREPLY=(); return ;;
        --transport) COMPREPLY=($(compgen -W "tcp ipc" -- "$cur")); return ;;
        --log-level) COMPREPLY=($(compgen -W "debug info warning error" -- "$cur")); return ;;
        --memory-limit) COMPREPLY=(); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--connection-file --ip --transport --log-level --allow-read --allow-write --allow-env --allow-run --memory-limit --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "kernel install")
      case "$prev" in
        --prefix) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --name) COMPREPLY=(); return ;;
        --display-name) COMPREPLY=(); return ;;
        --env) COMPREPLY=(); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--user --sys-prefix --prefix --name --display-name --env --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "kernel uninstall")
      case "$prev" in
        --prefix) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --name) COMPREPLY=(); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--user --sys-prefix --prefix --name --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    completions | "completions "*)
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--help" -- "$cur"))
      else
        COMPREPLY=($(compgen -W "bash zsh fish" -- "$cur"))
      fi
      ;;
  esac
}
complete -F _llmspell llmspell
