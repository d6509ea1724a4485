#!/bin/sh
# Run a cluster of PostgreSQL. One that is not there yet is made: as a copy of the one in FOLLOWS, else with the database of Pochette.
set -eu
bin=/usr/lib/postgresql/17/bin
data=/var/lib/postgresql/main
as_postgres() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }

install --directory --owner postgres --group postgres --mode 700 "$data"
install --directory --owner postgres --group postgres /run/postgresql
password=$(cat /run/secrets/database_password)
install --owner postgres --group postgres --mode 600 /dev/null "$data.pgpass"
printf '*:5432:*:replicator:%s\n' "$password" > "$data.pgpass"

if [ ! -e "$data/PG_VERSION" ] && [ -n "${FOLLOWS:-}" ]; then
  until as_postgres "$bin/pg_basebackup" --pgdata="$data" --write-recovery-conf --create-slot \
    --slot="$(hostname | tr -c 'a-z0-9\n' _)" --wal-method=stream \
    --dbname="host=$FOLLOWS user=replicator application_name=$(hostname) passfile=$data.pgpass"; do
    rm -rf "${data:?}"/* && sleep 1
  done
elif [ ! -e "$data/PG_VERSION" ]; then
  as_postgres "$bin/initdb" --pgdata="$data" --encoding=UTF8 --locale=C --auth-local=peer --auth-host=scram-sha-256
  echo 'host pochette    pochette   samenet scram-sha-256' >> "$data/pg_hba.conf"
  echo 'host replication replicator samenet scram-sha-256' >> "$data/pg_hba.conf"
  as_postgres "$bin/pg_ctl" --pgdata="$data" --wait --options="-c listen_addresses=''" start
  as_postgres psql --quiet --set=ON_ERROR_STOP=1 --set=password="$password" <<'SQL'
CREATE ROLE pochette LOGIN PASSWORD :'password';
CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'password';
CREATE DATABASE pochette OWNER pochette;
REVOKE CONNECT ON DATABASE pochette FROM PUBLIC;
ALTER SYSTEM SET synchronous_standby_names = '*';
SQL
  as_postgres "$bin/pg_ctl" --pgdata="$data" --wait stop
fi

exec setpriv --reuid=postgres --regid=postgres --init-groups "$bin/postgres" -D "$data" -c listen_addresses='*'
