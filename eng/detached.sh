# shellcheck shell=bash
# For nv: programs that outlive it.

# Starts a program in a session of its own, with its output in a file, and sets child to its process id. It gets none of the caller's other
# open files: a lock on one of them would be held until it ends.
start_detached() {
  local log=$1
  shift
  (
    for descriptor in "/proc/$BASHPID/fd/"*; do
      descriptor=${descriptor##*/}
      if ((descriptor > 2)); then eval "exec $descriptor>&-"; fi
    done
    exec setsid "$@"
  ) >"$log" 2>&1 </dev/null &
  # shellcheck disable=SC2034 # for nv
  child=$!
}
