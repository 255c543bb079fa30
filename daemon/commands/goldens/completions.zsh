#compdef llmspell
# llmspell completions for zsh
_llmspell() {
  if ((CURRENT == 2)); then
    _values command 'run[Run a script and end with its exit code]' 'exec[Run code and print its value]' 'kernel[start, install, uninstall]' 'completions[Print the completion script for a shell]'
    return
  fi
  shift words; ((CURRENT--))
  case "$words[1]" in
    run)
      _arguments '*--allow-read=-[Let scripts read all files, or those below the paths]::PATH,…:( )' \
        '*--allow-write=-[Let scripts write all files, or those below the paths]::PATH,…:( )' \
        '*--allow-env=-[Let scripts read all environment variables, or those named]::NAME,…:( )' \
        '*--allow-run=-[Let scripts start all programs, or those named]::PROGRAM,…:( )' \
        '--memory-limit=[Memory of a session, such as 64MiB; 512MiB when not given]:SIZE:( )' \
        '--help[Show this help]' '-h[Show this help]' \
        '1:SCRIPT:_files' \
        '*::argument:_files'
      ;;
    exec)
      _arguments '*--allow-read=-[Let scripts read all files, or those below the paths]::PATH,…:( )' \
        '*--allow-write=-[Let scripts write all files, or those below the paths]::PATH,…:( )' \
        '*--allow-env=-[Let scripts read all environment variables, or those named]::NAME,…:( )' \
        '*--allow-run=-[Let scripts start all programs, or those named]::PROGRAM,…:( )' \
        '--memory-limit=[Memory of a session, such as 64MiB; 512MiB when not given]:SIZE:( )' \
        '--help[Show this help]' '-h[Show this help]' \
        '1:CODE:( )'
      ;;
    kernel)
      if ((CURRENT == 2)); then
        _values command 'start[Run a kernel that Jupyter clients connect to]' 'install[Make the kernel known to Jupyter]' 'uninstall[Take the kernel away from Jupyter]'
        return
      fi
      shift words; ((CURRENT--))
      case "$words[1]" in
        start)
          _arguments '--connection-file=[Connection or registration file; without it one is made in LLMSPELL_HOME]:FILE:_files' '-f[Connection or registration file; without it one is made in LLMSPELL_HOME]:FILE:_files' \
            '--ip=[Address to listen on, for a new connection file]:ADDRESS:( )' \
            '--transport=[Kind of sockets, for a new connection file]:KIND:(tcp ipc)' \
            '--log-level=[Least severity that is logged on standard error]:LEVEL:(debug info warning error)' \
            '*--allow-read=-[Let scripts read all files, or those below the paths]::PATH,…:( )' \
            '*--allow-write=-[Let scripts write all files, or those below the paths]::PATH,…:( )' \
            '*--allow-env=-[Let scripts read all environment variables, or those named]::NAME,…:( )' \
            '*--allow-run=-[Let scripts start all programs, or those named]::PROGRAM,…:( )' \
            '--memory-limit=[Memory of a session, such as 64MiB; 512MiB when not given]:SIZE:( )' \
            '--help[Show this help]' '-h[Show this help]'
          ;;
        install)
          _arguments '--user[In the user'\''s own Jupyter folder; this is the default]' \
            '--sys-prefix[In the Python environment that is active, or that python3 belongs to]' \
            '--prefix=[In PATH/share/jupyter]:PATH:_files -/' \
            '--name=[Name the kernel is chosen by]:NAME:( )' \
            '--display-name=[Name shown to people]:NAME:( )' \
            '*--env=[Environment variable the kernel is started with]:KEY=VALUE:( )' \
            '--help[Show this help]' '-h[Show this help]'
          ;;
        uninstall)
          _arguments '--user[In the user'\''s own Jupyter folder; this is the default]' \
            '--sys-prefix[In the Python environment that is active, or that python3 belongs to]' \
            '--prefix=[In PATH/share/jupyter]:PATH:_files -/' \
            '--name=[Name the kernel is chosen by]:NAME:( )' \
            '--help[Show this help]' '-h[Show this help]'
          ;;
      esac
      ;;
    completions)
      _arguments '--help[Show this help]' '-h[Show this help]' \
        '1:SHELL:(bash zsh fish)'
      ;;
  esac
}
if [[ "$funcstack[1]" == _llmspell ]]; then _llmspell "$@"; else compdef _llmspell llmspell; fi
