# What the scripts beside it share; they source it. It goes to the top of the checkout.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
mkdir -p target
export PYTHONDONTWRITEBYTECODE=1

failed=()

# step <name> <command...>: runs it under that name, and goes on if it fails.
step() {
    local began=$SECONDS
    echo "== $1"
    "${@:2}" || failed+=("$1")
    echo "== $1: $((SECONDS - began)) s"
}

# finish: says which steps failed, and exits accordingly.
finish() {
    [ ${#failed[@]} -gt 0 ] || exit 0
    printf 'FAILED: %s\n' "${failed[@]}"
    exit 1
}

# python_tools <folder> <package...>: makes sure of a virtual environment in target/ that has these packages, in the versions
# that requirements.txt names. The machine's own Python may be closed to pip. uv does in seconds what takes pip a minute.
python_tools() {
    local tools=target/$1 pins=.ci/requirements.txt wanted
    wanted="${*:2} $(cat $pins)"
    [ "$(cat "$tools/wanted" 2>/dev/null)" != "$wanted" ] || return 0
    rm -rf "$tools"
    python3 -m venv "$tools" && "$tools/bin/pip" install --quiet --constraint $pins uv &&
        "$tools/bin/uv" pip install --quiet --python "$tools/bin/python" --constraint $pins "${@:2}" &&
        echo "$wanted" >"$tools/wanted"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

serves() { # serves <port>
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# await <port> <process> <log>: until the process serves that port. If it ends before that, shows its log.
await() {
    until serves "$1"; do
        kill -0 "$2" 2>/dev/null || { cat "$3"; return 1; }
        sleep 0.5
    done
}

# end <process> <port...>: ends it, and fails if one of the ports is still served after that.
end() {
    local port
    kill -TERM "$1" 2>/dev/null
    wait "$1" 2>/dev/null
    for port in "${@:2}"; do
        for _ in {1..100}; do
            serves "$port" || continue 2
            sleep 0.2
        done
        echo "Port $port is still served."
        return 1
    done
}

# with_local_run <setting of `mvn -Plocal`...> -- <command...>: runs the command while a local run serves $port, with its
# database on $database_port. Local runs start one after the other: of two Mavens that look at target/ at the same time, one
# may read what the other has half written, and compile everything again under the other's feet.
with_local_run() {
    local settings=() log run status port database_port starts
    while [ "$1" != -- ]; do
        settings+=("$1")
        shift
    done
    port=$(free_port)
    database_port=$(free_port)
    log=target/local-run-$port.log
    exec {starts}>target/local-runs.lock
    flock $starts
    mvn -B -Plocal -Dport="$port" -DdatabasePort="$database_port" "${settings[@]}" >"$log" 2>&1 {starts}>&- &
    run=$!
    await "$port" $run "$log"
    status=$?
    exec {starts}>&-
    [ $status -eq 0 ] || return 1
    "${@:2}"
    status=$?
    end $run "$port" "$database_port" && return $status
}

# compile: the tests and tools too. Then the array $java is the command that runs a class of theirs, with the JDK that Maven
# has found. Maven itself would take seconds to start it, and mix its own output with the program's.
compile() {
    mvn -B -q process-test-classes exec:exec -Dexec.executable=java -Dexec.classpathScope=test \
        "-Dexec.args=-XshowSettings:properties -classpath %classpath -version" -Dexec.outputFile=target/java-settings || return 1
    mapfile -t java < <(python3 .ci/checks/java_command.py target/java-settings)
}

moto() { # moto <port>
    exec target/moto/bin/moto_server -H 127.0.0.1 -p "$1"
}

# ministack <port>: with AUTH, it evaluates signatures, trust and policies of whoever is not an account's root user.
ministack() {
    BIND_HOST=127.0.0.1 GATEWAY_PORT=$1 AUTH=true \
        SERVICES=dynamodb,sts,iam,organizations,cloudformation,events,scheduler,backup exec target/second-engine/bin/ministack
}

# with_server <name of its log> <port> <server...> -- <command...>: runs the command while the server serves that port.
with_server() {
    local log=target/$1.log port=$2 server=() process status
    shift 2
    while [ "$1" != -- ]; do
        server+=("$1")
        shift
    done
    "${server[@]}" >"$log" 2>&1 &
    process=$!
    await "$port" $process "$log" && "${@:2}"
    status=$?
    end $process "$port" && return $status
}
