#compdef llmspell
# llmspell completions for zsh
_llmspell() {
  if ((CURRENT == 2)); then
    if [[ "$words[2]" == *[./]* ]]; then _files; else _values command 'run[Run a script and end with its exit code]' 'exec[Run code and print its value]' 'kernel[start, stop, restart, status, list, logs, log-level, connect, interrupt, reload, drain, resume, install, uninstall, install-service, uninstall-service]' 'session[create, list, restart, close]' 'service[status]' 'config[init, show, validate, schema]' 'health[Tell whether a kernel is ready for work]' 'doctor[Look for all that keeps kernels from running well, with the remedy]' 'man[Show the manual page of a command, or install all of them]' 'completions[Print the completion script for a shell]'; fi
    return
  fi
  shift words; ((CURRENT--))
  case "$words[1]" in
    run)
      _arguments '--engine=[Language of the code; goes before all else that names one]:LANGUAGE:(lua javascript python js ts py)' \
        '*--allow-read=-[Let scripts read all files, or those below the paths]::PATH,…:( )' \
        '*--allow-write=-[Let scripts write all files, or those below the paths]::PATH,…:( )' \
        '*--allow-env=-[Let scripts read all environment variables, or those named]::NAME,…:( )' \
        '*--allow-run=-[Let scripts start all programs, or those named]::PROGRAM,…:( )' \
        '--memory-limit=[Memory of a session, such as 64MiB; 512MiB when not given]:SIZE:( )' \
        '--help[Show this help]' '-h[Show this help]' \
        '1:SCRIPT:_files' \
        '*::argument:_files'
      ;;
    exec)
      _arguments '--engine=[Language of the code; goes before all else that names one]:LANGUAGE:(lua javascript python js ts py)' \
        '*--allow-read=-[Let scripts read all files, or those below the paths]::PATH,…:( )' \
        '*--allow-write=-[Let scripts write all files, or those below the paths]::PATH,…:( )' \
        '*--allow-env=-[Let scripts read all environment variables, or those named]::NAME,…:( )' \
        '*--allow-run=-[Let scripts start all programs, or those named]::PROGRAM,…:( )' \
        '--memory-limit=[Memory of a session, such as 64MiB; 512MiB when not given]:SIZE:( )' \
        '--help[Show this help]' '-h[Show this help]' \
        '1:CODE:( )'
      ;;
    kernel)
      if ((CURRENT == 2)); then
        _values command 'start[Run a kernel that Jupyter clients connect to]' 'stop[End kernels]' 'restart[End a kernel and start it again in the same place]' 'status[Show how a kernel does]' 'list[List the kernels that run]' 'logs[Show the log of a kernel, and follow it]' 'log-level[Change what a kernel logs while it runs]' 'connect[Tell how to attach each kind of client to a kernel]' 'interrupt[Interrupt the code that a kernel runs]' 'reload[Have a kernel read its configuration anew]' 'drain[Have a kernel finish its work and take no more]' 'resume[Have a drained kernel take work again]' 'install[Make the kernel known to Jupyter]' 'uninstall[Take the kernel away from Jupyter]' 'install-service[Have systemd or launchd start a kernel and keep it running]' 'uninstall-service[Stop a service and remove it]'
        return
      fi
      shift words; ((CURRENT--))
      case "$words[1]" in
        start)
          _arguments '--daemon[Run in the background, detached from the terminal]' '-d[Run in the background, detached from the terminal]' \
            '--foreground[Run in the foreground, as a supervisor such as systemd wants it (the default)]' \
            '--id=[Name of the kernel, for the other commands; random when not given]:ID:( )' \
            '--connection-file=[Connection or registration file; without it one is made in LLMSPELL_HOME]:FILE:_files' '-f[Connection or registration file; without it one is made in LLMSPELL_HOME]:FILE:_files' \
            '--port=[First of five ports in a row, 0 for free ones; 9555 without a connection file]:PORT:( )' \
            '--ip=[Address to listen on, for a new connection file; 127.0.0.1 when not given]:ADDRESS:( )' \
            '--transport=[Kind of sockets, for a new connection file; tcp when not given]:KIND:(tcp ipc)' \
            '--http=[Where health and metrics are served\: 127.0.0.1\:9560, unix\:/path, auto or off; auto takes the port after the five, and serves none for a kernel that a front end started]:ADDRESS:( )' \
            '--language=[Language of the sessions; lua when not given]:LANGUAGE:(lua javascript python)' \
            '--idle-timeout=[A kernel that nobody uses for this long ends; 0 never. 3600 when not given, 0 where a front end started it]:SECONDS:( )' \
            '--max-clients=[Clients that may be connected at once; 10 when not given]:N:( )' \
            '--config=[Configuration to read instead of config.toml in LLMSPELL_HOME]:FILE:_files' \
            '--log-file=[File the log goes to; standard error when not given, and for a daemon one in LLMSPELL_HOME/logs]:FILE:_files' \
            '--log-rotate-size=[Size at which the log file is rotated; 10MiB when not given]:SIZE:( )' \
            '--log-rotate-count=[Rotated log files that are kept; 5 when not given]:N:( )' \
            '--pid-file=[PID file; one in LLMSPELL_HOME/run when not given]:FILE:_files' \
            '--restore[Give the session the variables that the last kernel of this id saved]' \
            '--log-level=[Least severity that is logged; warning when not given, and for a daemon info]:LEVEL:(debug info warning error)' \
            '--log-format=[Form of a log line; text when not given]:FORMAT:(text json pretty compact)' \
            '*--allow-read=-[Let scripts read all files, or those below the paths]::PATH,…:( )' \
            '*--allow-write=-[Let scripts write all files, or those below the paths]::PATH,…:( )' \
            '*--allow-env=-[Let scripts read all environment variables, or those named]::NAME,…:( )' \
            '*--allow-run=-[Let scripts start all programs, or those named]::PROGRAM,…:( )' \
            '--memory-limit=[Memory of a session, such as 64MiB; 512MiB when not given]:SIZE:( )' \
            '--help[Show this help]' '-h[Show this help]'
          ;;
        stop)
          _arguments '*--id=[A kernel\: its id, the beginning of its id, or one of its ports]:ID:( )' \
            '--pid-file=[The kernel that holds this PID file]:FILE:_files' \
            '--all[All kernels of this user]' '-a[All kernels of this user]' \
            '--force[Give no time of grace; SIGKILL after a few seconds]' \
            '--timeout=[Time to end by itself; then comes SIGKILL]:SECONDS:( )' \
            '--no-cleanup[Keep the files that a killed kernel leaves behind]' \
            '--format=[Form of the output]:FORMAT:(text json)' \
            '--help[Show this help]' '-h[Show this help]' \
            '1:ID:( )'
          ;;
        restart)
          _arguments '--id=[The kernel\: its id, the beginning of its id, or one of its ports]:ID:( )' \
            '--timeout=[Time to end by itself; then comes SIGKILL]:SECONDS:( )' \
            '--format=[Form of the output]:FORMAT:(text json)' \
            '--help[Show this help]' '-h[Show this help]' \
            '1:ID:( )'
          ;;
        status)
          _arguments '--id=[The kernel\: its id, the beginning of its id, or one of its ports]:ID:( )' \
            '--format=[Form of the output]:FORMAT:(table json yaml text)' \
            '--quiet[Print nothing; only the exit code tells]' '-q[Print nothing; only the exit code tells]' \
            '--watch[Show it again and again until Ctrl-C, or until the kernel ends]' '-w[Show it again and again until Ctrl-C, or until the kernel ends]' \
            '--interval=[Time between two showings of --watch]:SECONDS:( )' '-i[Time between two showings of --watch]:SECONDS:( )' \
            '--help[Show this help]' '-h[Show this help]' \
            '1:ID:( )'
          ;;
        list)
          _arguments '--format=[Form of the output]:FORMAT:(table json yaml text)' \
            '--all[Kernels that were killed too; their files are then kept]' '-a[Kernels that were killed too; their files are then kept]' \
            '--help[Show this help]' '-h[Show this help]'
          ;;
        logs)
          _arguments '--id=[The kernel\: its id, the beginning of its id, or one of its ports]:ID:( )' \
            '--file=[Read this log, of whatever kernel]:FILE:_files' \
            '--follow[Go on with what is written from now on]' '-f[Go on with what is written from now on]' \
            '--lines=[Only so many of the latest entries]:COUNT:( )' '-n[Only so many of the latest entries]:COUNT:( )' \
            '--level=[Only entries at least so severe]:LEVEL:(debug info warning error)' \
            '--since=[Only entries since then\: 10m, 2h, 1d, or 2026-01-31T08\:00]:TIME:( )' \
            '--format=[Form of the output; pretty is in local time, and in colours]:FORMAT:(text json pretty)' \
            '--help[Show this help]' '-h[Show this help]' \
            '1:ID:( )'
          ;;
        log-level)
          _arguments '--id=[The kernel\: its id, the beginning of its id, or one of its ports]:ID:( )' \
            '--category=[Log category, as it stands in the log\: llmspell.jupyter; everything when not given]:CATEGORY:( )' \
            '--help[Show this help]' '-h[Show this help]' \
            '1:LEVEL:(debug info warning error reset)'
          ;;
        connect)
          _arguments '--id=[The kernel\: its id, the beginning of its id, or one of its ports]:ID:( )' \
            '--format=[Form of the output]:FORMAT:(text json)' \
            '--help[Show this help]' '-h[Show this help]' \
            '1:ID:( )'
          ;;
        interrupt)
          _arguments '--id=[The kernel\: its id, the beginning of its id, or one of its ports]:ID:( )' \
            '--help[Show this help]' '-h[Show this help]' \
            '1:ID:( )'
          ;;
        reload)
          _arguments '--id=[The kernel\: its id, the beginning of its id, or one of its ports]:ID:( )' \
            '--dry-run[Show what would change, and change nothing]' \
            '--format=[Form of the output]:FORMAT:(text json)' \
            '--help[Show this help]' '-h[Show this help]' \
            '1:ID:( )'
          ;;
        drain)
          _arguments '--id=[The kernel\: its id, the beginning of its id, or one of its ports]:ID:( )' \
            '--wait[Wait until nothing runs any longer]' \
            '--timeout=[Longest time to wait]:SECONDS:( )' \
            '--help[Show this help]' '-h[Show this help]' \
            '1:ID:( )'
          ;;
        resume)
          _arguments '--id=[The kernel\: its id, the beginning of its id, or one of its ports]:ID:( )' \
            '--help[Show this help]' '-h[Show this help]' \
            '1:ID:( )'
          ;;
        install)
          _arguments '--user[In the user'\''s own Jupyter folder; this is the default]' \
            '--sys-prefix[In the Python environment that is active, or that python3 belongs to]' \
            '--prefix=[In PATH/share/jupyter]:PATH:_files -/' \
            '--name=[Name the kernel is chosen by; llmspell, or llmspell-LANGUAGE with --language]:NAME:( )' \
            '--language=[Language of the kernel; lua when not given]:LANGUAGE:(lua javascript python)' \
            '--display-name=[Name shown to people; the language, and llmspell in brackets]:NAME:( )' \
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
        install-service)
          _arguments '--user[A service of this user; this is the default]' \
            '--system[A service of the machine; needs root]' \
            '--name=[Name of the service]:NAME:( )' \
            '--manager=[Program that starts services; that of this system when not given]:MANAGER:(systemd launchd)' \
            '--id=[Id of the kernel; the service'\''s name when not given]:ID:( )' \
            '--port=[First of five ports in a row, 0 for free ones]:PORT:( )' \
            '--log-file=[File the log goes to; the journal of systemd when not given]:FILE:_files' \
            '--pid-file=[PID file; one in the service'\''s run folder when not given]:FILE:_files' \
            '--env-file=[Lines KEY=value with what must not stand in the unit, such as keys of providers; /etc/llmspell/NAME.env or NAME.env in LLMSPELL_HOME when not given and there]:FILE:_files' \
            '--enable[Start it with the machine, or at login]' \
            '--start[Start it now]' \
            '--force[Replace a different service of this name]' \
            '--dry-run[Show the file and its path, and write nothing]' \
            '--format=[Form of the output]:FORMAT:(text json)' \
            '--help[Show this help]' '-h[Show this help]'
          ;;
        uninstall-service)
          _arguments '--user[A service of this user; this is the default]' \
            '--system[A service of the machine; needs root]' \
            '--name=[Name of the service]:NAME:( )' \
            '--manager=[Program that starts services; that of this system when not given]:MANAGER:(systemd launchd)' \
            '--purge[Remove the state, cache and logs of a system service as well]' \
            '--format=[Form of the output]:FORMAT:(text json)' \
            '--help[Show this help]' '-h[Show this help]'
          ;;
      esac
      ;;
    session)
      if ((CURRENT == 2)); then
        _values command 'create[Open a further session in a running kernel]' 'list[List the sessions of a kernel]' 'restart[Give a session a new interpreter]' 'close[Close a session of a kernel]'
        return
      fi
      shift words; ((CURRENT--))
      case "$words[1]" in
        create)
          _arguments '--language=[lua, javascript or python; the kernel'\''s own when not set]:LANGUAGE:(lua javascript python)' '-l[lua, javascript or python; the kernel'\''s own when not set]:LANGUAGE:(lua javascript python)' \
            '--name=[Name of the session; that of its language, with a number, when not set]:NAME:( )' \
            '--kernel=[The kernel, when several run\: its id, the beginning of its id, or one of its ports]:ID:( )' '-k[The kernel, when several run\: its id, the beginning of its id, or one of its ports]:ID:( )' \
            '--format=[Form of the output]:FORMAT:(text json)' \
            '--help[Show this help]' '-h[Show this help]'
          ;;
        list)
          _arguments '--kernel=[The kernel, when several run\: its id, the beginning of its id, or one of its ports]:ID:( )' '-k[The kernel, when several run\: its id, the beginning of its id, or one of its ports]:ID:( )' \
            '--format=[Form of the output]:FORMAT:(table json)' \
            '--help[Show this help]' '-h[Show this help]'
          ;;
        restart)
          _arguments '--kernel=[The kernel, when several run\: its id, the beginning of its id, or one of its ports]:ID:( )' '-k[The kernel, when several run\: its id, the beginning of its id, or one of its ports]:ID:( )' \
            '--help[Show this help]' '-h[Show this help]' \
            '1:NAME:( )'
          ;;
        close)
          _arguments '--kernel=[The kernel, when several run\: its id, the beginning of its id, or one of its ports]:ID:( )' '-k[The kernel, when several run\: its id, the beginning of its id, or one of its ports]:ID:( )' \
            '--help[Show this help]' '-h[Show this help]' \
            '1:NAME:( )'
          ;;
      esac
      ;;
    service)
      if ((CURRENT == 2)); then
        _values command 'status[Show how an installed service does]'
        return
      fi
      shift words; ((CURRENT--))
      case "$words[1]" in
        status)
          _arguments '--user[A service of this user; this is the default]' \
            '--system[A service of the machine; needs root]' \
            '--name=[Name of the service]:NAME:( )' \
            '--manager=[Program that starts services; that of this system when not given]:MANAGER:(systemd launchd)' \
            '--format=[Form of the output]:FORMAT:(text json yaml)' \
            '--help[Show this help]' '-h[Show this help]'
          ;;
      esac
      ;;
    config)
      if ((CURRENT == 2)); then
        _values command 'init[Write a configuration file to start from]' 'show[Print the configuration that a kernel would start with]' 'validate[Check the configuration and list all that is wrong]' 'schema[Print the JSON Schema of the configuration files]'
        return
      fi
      shift words; ((CURRENT--))
      case "$words[1]" in
        init)
          _arguments '--path=[File to write; without it config.toml in LLMSPELL_HOME]:FILE:_files' \
            '--force[Replace a file that is there]' \
            '--help[Show this help]' '-h[Show this help]'
          ;;
        show)
          _arguments '--origins[Say of each value where it comes from\: default, file and line, variable]' \
            '--config=[File to read instead of config.toml]:FILE:_files' \
            '--format=[Form of the output]:FORMAT:(toml json)' \
            '--help[Show this help]' '-h[Show this help]' \
            '1:SETTING:( )'
          ;;
        validate)
          _arguments '--format=[Form of the output]:FORMAT:(text json)' \
            '--help[Show this help]' '-h[Show this help]' \
            '1:FILE:_files'
          ;;
        schema)
          _arguments '--help[Show this help]' '-h[Show this help]'
          ;;
      esac
      ;;
    health)
      _arguments '--id=[The kernel\: its id, the beginning of its id, or one of its ports]:ID:( )' \
        '--wait[Wait until a kernel is there and ready]' \
        '--timeout=[Longest time to wait; without --wait, for the answer]:SECONDS:( )' \
        '--format=[Form of the output]:FORMAT:(text json)' \
        '--help[Show this help]' '-h[Show this help]'
      ;;
    doctor)
      _arguments '--fix[Remove leftovers, and correct modes that are too open]' \
        '--format=[Form of the output]:FORMAT:(text json)' \
        '--help[Show this help]' '-h[Show this help]'
      ;;
    man)
      _arguments '--install[Write all pages to the folder]' \
        '--path=[Folder of manual pages, which has a folder man1; ~/.local/share/man when not given]:DIR:_files -/' \
        '--roff[Print the page'\''s source]' \
        '--help[Show this help]' '-h[Show this help]' \
        '1:COMMAND:( )'
      ;;
    completions)
      _arguments '--help[Show this help]' '-h[Show this help]' \
        '1:SHELL:(bash zsh fish)'
      ;;
  esac
}
if [[ "$funcstack[1]" == _llmspell ]]; then _llmspell "$@"; else compdef _llmspell llmspell; fi
