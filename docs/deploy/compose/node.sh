#!/bin/sh
# Give a node the instance's key and the password of the database as files of its user alone, then be that user.
set -eu
umask 077
cp /run/secrets/instance_key /var/lib/pochette/instance.key
printf '*:5432:pochette:pochette:%s\n' "$(cat /run/secrets/database_password)" > /var/lib/pochette/pgpass
chown pochette:pochette /var/lib/pochette /var/lib/pochette/instance.key /var/lib/pochette/pgpass
export HOME=/var/lib/pochette POCHETTE_DATA=/var/lib/pochette PGPASSFILE=/var/lib/pochette/pgpass
exec setpriv --reuid=pochette --regid=pochette --init-groups --no-new-privs /opt/pochette/bin/pochette "$@"
