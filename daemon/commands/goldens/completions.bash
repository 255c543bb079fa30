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
    choices="run exec kernel session service config health doctor man completions --help --version"
    COMPREPLY=($(compgen -W "$choices" -- "$cur"))
    if ((${#COMPREPLY[@]} == 0)); then COMPREPLY=($(compgen -f -- "$cur")); fi
    return
  fi
  case "$first" in
    kernel) choices="start stop restart status list logs log-level connect interrupt reload drain resume install uninstall install-service uninstall-service" ;;
    session) choices="create list restart close" ;;
    service) choices="status" ;;
    config) choices="init show validate schema" ;;
  esac
  if ((words == 1)) && [[ -n "$choices" ]]; then
    COMPREPLY=($(compgen -W "$choices --help" -- "$cur"))
    return
  fi
  case "$command" in
    run | "run "*)
      case "$prev" in
        --engine) COMPREPLY=($(compgen -W "lua javascript python js ts py" -- "$cur")); return ;;
        --memory-limit) COMPREPLY=(); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--engine --allow-read --allow-write --allow-env --allow-run --memory-limit --help" -- "$cur"))
      else
        COMPREPLY=($(compgen -f -- "$cur"))
      fi
      ;;
    exec | "exec "*)
      case "$prev" in
        --engine) COMPREPLY=($(compgen -W "lua javascript python js ts py" -- "$cur")); return ;;
        --memory-limit) COMPREPLY=(); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--engine --allow-read --allow-write --allow-env --allow-run --memory-limit --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "kernel start")
      case "$prev" in
        --id) COMPREPLY=(); return ;;
        --connection-file | -f) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --port) COMPREPLY=(); return ;;
        --ip) COMPREPLY=(); return ;;
        --transport) COMPREPLY=($(compgen -W "tcp ipc" -- "$cur")); return ;;
        --http) COMPREPLY=(); return ;;
        --language) COMPREPLY=($(compgen -W "lua javascript python" -- "$cur")); return ;;
        --idle-timeout) COMPREPLY=(); return ;;
        --max-clients) COMPREPLY=(); return ;;
        --config) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --log-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --log-rotate-size) COMPREPLY=(); return ;;
        --log-rotate-count) COMPREPLY=(); return ;;
        --pid-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --log-level) COMPREPLY=($(compgen -W "debug info warning error" -- "$cur")); return ;;
        --log-format) COMPREPLY=($(compgen -W "text json pretty compact" -- "$cur")); return ;;
        --memory-limit) COMPREPLY=(); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--daemon --foreground --id --connection-file --port --ip --transport --http --language --idle-timeout --max-clients --config --log-file --log-rotate-size --log-rotate-count --pid-file --restore --log-level --log-format --allow-read --allow-write --allow-env --allow-run --memory-limit --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "kernel stop")
      case "$prev" in
        --id) COMPREPLY=(); return ;;
        --pid-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --timeout) COMPREPLY=(); return ;;
        --format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--id --pid-file --all --force --timeout --no-cleanup --format --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "kernel restart")
      case "$prev" in
        --id) COMPREPLY=(); return ;;
        --timeout) COMPREPLY=(); return ;;
        --format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--id --timeout --format --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "kernel status")
      case "$prev" in
        --id) COMPREPLY=(); return ;;
        --format) COMPREPLY=($(compgen -W "table json yaml text" -- "$cur")); return ;;
        --interval | -i) COMPREPLY=(); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--id --format --quiet --watch --interval --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "kernel list")
      case "$prev" in
        --format) COMPREPLY=($(compgen -W "table json yaml text" -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--format --all --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "kernel logs")
      case "$prev" in
        --id) COMPREPLY=(); return ;;
        --file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --lines | -n) COMPREPLY=(); return ;;
        --level) COMPREPLY=($(compgen -W "debug info warning error" -- "$cur")); return ;;
        --since) COMPREPLY=(); return ;;
        --format) COMPREPLY=($(compgen -W "text json pretty" -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--id --file --follow --lines --level --since --format --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "kernel log-level")
      case "$prev" in
        --id) COMPREPLY=(); return ;;
        --category) COMPREPLY=(); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--id --category --help" -- "$cur"))
      else
        COMPREPLY=($(compgen -W "debug info warning error reset" -- "$cur"))
      fi
      ;;
    "kernel connect")
      case "$prev" in
        --id) COMPREPLY=(); return ;;
        --format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--id --format --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "kernel interrupt")
      case "$prev" in
        --id) COMPREPLY=(); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--id --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "kernel reload")
      case "$prev" in
        --id) COMPREPLY=(); return ;;
        --format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--id --dry-run --format --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "kernel drain")
      case "$prev" in
        --id) COMPREPLY=(); return ;;
        --timeout) COMPREPLY=(); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--id --wait --timeout --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "kernel resume")
      case "$prev" in
        --id) COMPREPLY=(); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--id --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "kernel install")
      case "$prev" in
        --prefix) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --name) COMPREPLY=(); return ;;
        --language) COMPREPLY=($(compgen -W "lua javascript python" -- "$cur")); return ;;
        --display-name) COMPREPLY=(); return ;;
        --env) COMPREPLY=(); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--user --sys-prefix --prefix --name --language --display-name --env --help" -- "$cur"))
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
    "kernel install-service")
      case "$prev" in
        --name) COMPREPLY=(); return ;;
        --manager) COMPREPLY=($(compgen -W "systemd launchd" -- "$cur")); return ;;
        --id) COMPREPLY=(); return ;;
        --port) COMPREPLY=(); return ;;
        --log-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --pid-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --env-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--user --system --name --manager --id --port --log-file --pid-file --env-file --enable --start --force --dry-run --format --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "kernel uninstall-service")
      case "$prev" in
        --name) COMPREPLY=(); return ;;
        --manager) COMPREPLY=($(compgen -W "systemd launchd" -- "$cur")); return ;;
        --format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--user --system --name --manager --purge --format --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "session create")
      case "$prev" in
        --language | -l) COMPREPLY=($(compgen -W "lua javascript python" -- "$cur")); return ;;
        --name) COMPREPLY=(); return ;;
        --kernel | -k) COMPREPLY=(); return ;;
        --format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--language --name --kernel --format --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "session list")
      case "$prev" in
        --kernel | -k) COMPREPLY=(); return ;;
        --format) COMPREPLY=($(compgen -W "table json" -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--kernel --format --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "session restart")
      case "$prev" in
        --kernel | -k) COMPREPLY=(); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--kernel --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "session close")
      case "$prev" in
        --kernel | -k) COMPREPLY=(); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--kernel --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "service status")
      case "$prev" in
        --name) COMPREPLY=(); return ;;
        --manager) COMPREPLY=($(compgen -W "systemd launchd" -- "$cur")); return ;;
        --format) COMPREPLY=($(compgen -W "text json yaml" -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--user --system --name --manager --format --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "config init")
      case "$prev" in
        --path) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--path --force --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "config show")
      case "$prev" in
        --config) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --format) COMPREPLY=($(compgen -W "toml json" -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--origins --config --format --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    "config validate")
      case "$prev" in
        --format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--format --help" -- "$cur"))
      else
        COMPREPLY=($(compgen -f -- "$cur"))
      fi
      ;;
    "config schema")
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    health | "health "*)
      case "$prev" in
        --id) COMPREPLY=(); return ;;
        --timeout) COMPREPLY=(); return ;;
        --format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--id --wait --timeout --format --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    doctor | "doctor "*)
      case "$prev" in
        --format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--fix --format --help" -- "$cur"))
      else
        COMPREPLY=()
      fi
      ;;
    man | "man "*)
      case "$prev" in
        --path) COMPREPLY=($(compgen -d -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "--install --path --roff --help" -- "$cur"))
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
