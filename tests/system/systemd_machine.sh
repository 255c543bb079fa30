# SPDX-License-Identifier: Apache-2.0 OR MIT
# First process of new namespaces: builds a root of its own in memory, moves there, and becomes systemd.
# Arguments: folder for the root; folder shared with the test; then pairs of what is bound (read-only) and where.
#
# systemd changes what it finds: it empties /tmp, writes to /etc, /dev and /proc/sys. So nothing of the machine outside
# can be written from here: only programs are bound, and those read-only.
set -eu
root=$1 host=$2
shift 2
mount -t tmpfs -o mode=0755 tmpfs "$root"
cd "$root"
touch .machine-of-a-test
mkdir -p usr etc/systemd/system dev proc sys run tmp var/lib var/log var/cache var/tmp root home old host
chmod 1777 tmp var/tmp
chmod 0700 root
mkdir -p home/tester
chown 1000:1000 home/tester

readonly_bind() {
  if [ -d "$1" ]; then mkdir -p "$2"; else mkdir -p "$(dirname "$2")" && touch "$2"; fi
  mount --bind "$1" "$2"
  mount -o remount,bind,ro "$2"
}
readonly_bind /usr usr
for name in bin sbin lib lib32 lib64 libx32; do
  if [ -L "/$name" ]; then cp -P "/$name" "$name"; elif [ -d "/$name" ]; then readonly_bind "/$name" "$name"; fi
done
while [ $# -gt 0 ]; do
  readonly_bind "$1" ".$2"
  shift 2
done
readonly_bind "$host" host
# Mount points of their own: systemd would mount the kernel's, which are the same as outside.
mount -t tmpfs -o mode=0755 tmpfs dev
mount -t tmpfs -o mode=0755 tmpfs run
for name in null zero full random urandom tty; do
  touch "dev/$name"
  mount --bind "/dev/$name" "dev/$name"
done
mkdir dev/shm dev/pts dev/mqueue dev/hugepages
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr

cat >etc/passwd <<'END'
root:x:0:0:root:/root:/bin/sh
nobody:x:65534:65534:nobody:/:/usr/sbin/nologin
tester:x:1000:1000:tester:/home/tester:/bin/sh
END
printf 'root:x:0:\nnogroup:x:65534:\ntester:x:1000:\n' >etc/group
printf 'passwd: files systemd\ngroup: files systemd\nhosts: files\n' >etc/nsswitch.conf
printf '127.0.0.1 localhost\n' >etc/hosts
printf 'ID=test\nNAME=test\n' >etc/os-release
echo 0123456789abcdef0123456789abcdef >etc/machine-id
if [ -e /etc/ld.so.cache ]; then cp /etc/ld.so.cache etc/; fi

# Nothing of the distribution starts here.
for unit in usr/lib/systemd/system/*.wants/* usr/lib/systemd/system/systemd-remount-fs.service; do
  if [ -L "$unit" ] || [ -e "$unit" ]; then ln -sf /dev/null "etc/systemd/system/${unit##*/}"; fi
done
cat >etc/systemd/system/multi-user.target <<'END'
[Unit]
Description=Machine of a test
Requires=basic.target
After=basic.target
Wants=ready.service user-manager.service
END
cat >etc/systemd/system/ready.service <<'END'
[Unit]
After=basic.target user-manager.service
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'echo ready >/host/ready'
END
cat >etc/systemd/system/user-manager.service <<'END'
[Service]
Type=notify
User=tester
Delegate=yes
RuntimeDirectory=user/1000
RuntimeDirectoryMode=0700
Environment=XDG_RUNTIME_DIR=/run/user/1000 HOME=/home/tester
ExecStart=/lib/systemd/systemd --user --log-target=null
END

mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
pivot_root . old
cd /
umount -l /old
rmdir /old
# Without the root of its own, systemd would work on the machine outside.
if [ ! -f /.machine-of-a-test ] || [ -e /old ]; then exit 99; fi
if ! mountpoint -q /dev || [ "$(stat -f -c %T /dev)" != tmpfs ] || [ -e /dev/kmsg ]; then exit 98; fi
exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  setpriv --bounding-set=-sys_time,-sys_boot,-sys_module,-sys_rawio \
  /lib/systemd/systemd --system --log-target=null --show-status=no --unit=multi-user.target
