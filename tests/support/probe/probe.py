# The probe's second stage; see the file "probe" beside it, which starts this one by exec with
# REPORT, the mask of ignored signals in hexadecimal, and its own words. Needs nothing but Python 3's own modules.
# Bytes that need not be UTF-8 (paths, arguments, variables) are written as Latin-1, one character a byte.
import fcntl
import json
import os
import resource
import signal
import stat
import struct
import subprocess
import sys
import termios

LINUX = os.path.exists("/proc/self/status")
REPORT, IGNORED, WORDS = sys.argv[1], sys.argv[2], sys.argv[3:]
# What bash and macOS add on the way here, where the initial environment cannot be read.
ADDED = {b"_", b"SHLVL", b"PWD", b"OLDPWD", b"__CF_USER_TEXT_ENCODING"}


def text(raw):
    return os.fsencode(raw).decode("latin-1")


def read(path):
    with open(path, "rb") as file:
        return file.read()


def words(raw):
    return [text(word) for word in raw.split(b"\0")[:-1]]


def ps(keyword, pid):
    answer = subprocess.run(["/bin/ps", "-o", keyword + "=", "-p", str(pid)], stdout=subprocess.PIPE)
    return answer.stdout.strip()


def signal_name(number):
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def signals_of(mask):
    # 32 and 33 are glibc's own (nptl(7)): no program can use them, and some launchers leave one ignored.
    return [signal_name(bit + 1) for bit in range(64) if mask >> bit & 1 and bit + 1 not in (32, 33)]


def status_mask(field):
    lines = read("/proc/self/status").decode("latin-1").splitlines()
    return next(int(line.split()[1], 16) for line in lines if line.startswith(field + ":"))


def ignored_signals():
    # Python's own two come from the first stage, all others as they are: bash hides SIGQUIT and SIGCHLD from itself.
    pythons = 1 << signal.SIGPIPE - 1 | 1 << signal.SIGXFSZ - 1
    before = int(IGNORED or "0", 16)
    if not LINUX:
        inherited = (s for s in signal.valid_signals() if signal.getsignal(s) == signal.SIG_IGN)
        return signals_of(sum(1 << s - 1 for s in inherited) & ~pythons | before & pythons)
    return signals_of(status_mask("SigIgn") & ~pythons | before & pythons)


def blocked_signals():
    if LINUX:
        return signals_of(status_mask("SigBlk"))
    return sorted(signal_name(number) for number in signal.pthread_sigmask(signal.SIG_BLOCK, []))


def target(fd):
    if LINUX:
        return text(os.readlink(b"/proc/self/fd/%d" % fd))
    try:
        return text(fcntl.fcntl(fd, 50, bytes(1024)).split(b"\0")[0])  # F_GETPATH of <sys/fcntl.h>
    except OSError:
        return "pipe" if stat.S_ISFIFO(os.fstat(fd).st_mode) else "socket"


def descriptor(fd):
    position = os.lseek(fd, 0, os.SEEK_CUR) if stat.S_ISREG(os.fstat(fd).st_mode) else None
    return {"fd": fd, "target": target(fd), "flags": fcntl.fcntl(fd, fcntl.F_GETFL), "position": position}


def descriptors():
    found = []
    for name in os.listdir("/proc/self/fd" if LINUX else "/dev/fd"):
        try:
            # Inherited descriptors cannot be close-on-exec; Python's own are (PEP 446).
            if not fcntl.fcntl(int(name), fcntl.F_GETFD) & fcntl.FD_CLOEXEC:
                found.append(descriptor(int(name)))
        except OSError:
            pass  # the folder's own descriptor, closed by now
    return sorted(found, key=lambda one: one["fd"])


def terminal_name():
    if not LINUX:
        return "/dev/" + text(ps("tty", os.getpid()))
    number = int(read("/proc/self/stat").rpartition(b")")[2].split()[4])
    major, minor = number >> 8 & 0xFFF, number & 0xFF | number >> 12 & 0xFFF00
    # 136 to 143 are pseudo-terminals (Documentation/admin-guide/devices.txt of Linux).
    return "/dev/pts/%d" % (minor + (major - 136 << 8)) if 136 <= major <= 143 else "%d:%d" % (major, minor)


def terminal():
    try:
        fd = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return None
    iflag, oflag, cflag, lflag, ispeed, ospeed, keys = termios.tcgetattr(fd)
    rows, cols = struct.unpack("HHHH", fcntl.ioctl(fd, termios.TIOCGWINSZ, bytes(8)))[:2]
    modes = {"iflag": iflag, "oflag": oflag, "cflag": cflag, "lflag": lflag, "speed": [ispeed, ospeed]}
    # VMIN and VTIME come as numbers when the terminal is not canonical.
    modes["keys"] = [key if isinstance(key, int) else key[0] for key in keys]
    found = {"name": terminal_name(), "foreground": os.tcgetpgrp(fd), "modes": modes, "size": [cols, rows]}
    os.close(fd)
    return found


def limits():
    names = sorted(name for name in dir(resource) if name.startswith("RLIMIT_") and name != "RLIMIT_OFILE")
    return {name: [str(n) for n in resource.getrlimit(getattr(resource, name))] for name in names}


def umask():
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def parent():
    if LINUX:
        return words(read("/proc/%d/cmdline" % os.getppid()))
    return [text(ps("command", os.getppid()))]


def environment():
    if LINUX:
        return words(read(REPORT + ".environ"))
    kept = sorted((name, value) for name, value in os.environb.items() if name not in ADDED)
    return [text(name + b"=" + value) for name, value in kept]


def report():
    return {
        "pid": os.getpid(),
        "ppid": os.getppid(),
        "parent": parent(),
        "group": os.getpgrp(),
        "session": os.getsid(0),
        "terminal": terminal(),
        "blocked": blocked_signals(),
        "ignored": ignored_signals(),
        "descriptors": descriptors(),
        "limits": limits(),
        "umask": umask(),
        "nice": os.getpriority(os.PRIO_PROCESS, 0),
        "cwd": text(os.getcwdb()),
        "argv": words(read(REPORT + ".argv")) if LINUX else [text(word) for word in WORDS],
        "environment": environment(),
    }


found = report()
with open(REPORT, "w") as file:
    json.dump(found, file)
