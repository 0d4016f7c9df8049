#!/bin/sh
# Run once by the image of PostgreSQL: the owner of the tables, and the application that only works on rows.
set -eu
psql -v ON_ERROR_STOP=1 -v owner="$CDOS_OWNER_PASSWORD" -v app="$CDOS_APP_PASSWORD" -U "$POSTGRES_USER" <<'SQL'
CREATE ROLE cdos_owner LOGIN PASSWORD :'owner' NOSUPERUSER NOBYPASSRLS;
CREATE ROLE cdos_app LOGIN PASSWORD :'app' NOSUPERUSER NOBYPASSRLS;
CREATE DATABASE cdos OWNER cdos_owner ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C' TEMPLATE template0;
\connect cdos
ALTER SCHEMA public OWNER TO cdos_owner;
GRANT USAGE ON SCHEMA public TO cdos_app;
SQL
