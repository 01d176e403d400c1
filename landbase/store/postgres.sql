-- The functions of a land base on PostgreSQL. Guards run as the owner of the tables, so
-- that what they keep (heads, earlier versions) nobody else can write; nobody else may
-- call them, or hang them on a table of his own.

-- An outline as landbase seals it, a blob of GeoPackage, and as PostGIS keeps it.
CREATE FUNCTION landbase_outline(blob bytea) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, public, pg_temp AS $body$
SELECT ST_GeomFromWKB(substring(blob FROM
    (ARRAY[9, 41, 57, 57, 73])[1 + ((get_byte(blob, 3) >> 1) & 7)]), 4490)
$body$;

CREATE FUNCTION landbase_blob(shape geometry) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, public, pg_temp AS $body$
SELECT CASE WHEN ST_IsEmpty(shape)
    THEN '\x475000138a110000'::bytea
        || decode(repeat('000000000000f87f', 4), 'hex') || ST_AsBinary(shape, 'NDR')
    ELSE '\x475000038a110000'::bytea
        || substring(ST_AsBinary(
            ST_MakePoint(ST_XMin(shape), ST_XMax(shape)), 'NDR') FROM 6)
        || substring(ST_AsBinary(
            ST_MakePoint(ST_YMin(shape), ST_YMax(shape)), 'NDR') FROM 6)
        || ST_AsBinary(shape, 'NDR')
    END
$body$;

-- A moment as it is stored: UTC, milliseconds, sorting as text.
CREATE FUNCTION landbase_stamp(moment timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, public, pg_temp AS $body$
SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$body$;

-- Who may do what: a member's own rows of landbase_grants; who owns the tables, all.
CREATE FUNCTION landbase_owns() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
SELECT pg_has_role(session_user, relowner, 'MEMBER')
FROM pg_class WHERE oid = 'landbase_meta'::regclass
$body$;

CREATE FUNCTION landbase_administers() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
SELECT landbase_owns() OR EXISTS (
    SELECT 1 FROM landbase_grants
    WHERE member = session_user AND role = 'admin' AND banner IS NULL)
$body$;

-- The roles are the server's, and may come of another land base: here counts what was
-- granted here.
CREATE FUNCTION landbase_granted() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
SELECT landbase_owns() OR EXISTS (
    SELECT 1 FROM landbase_grants WHERE member = session_user)
$body$;

CREATE FUNCTION landbase_require_grant() RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
BEGIN
    IF NOT landbase_granted() THEN
        RAISE EXCEPTION '“%”在本库无任何权限 / % has no right in this land base', session_user, session_user USING ERRCODE = '42501';
    END IF;
END
$body$;

CREATE FUNCTION landbase_writes() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
SELECT landbase_owns() OR EXISTS (
    SELECT 1 FROM landbase_grants
    WHERE member = session_user AND role IN ('writer', 'admin'))
$body$;

CREATE FUNCTION landbase_require_writer() RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
BEGIN
    IF NOT landbase_writes() THEN
        RAISE EXCEPTION '“%”在本库无登记权限 / % may not record in this land base', session_user, session_user USING ERRCODE = '42501';
    END IF;
END
$body$;

CREATE FUNCTION landbase_sees_all() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
SELECT landbase_owns() OR EXISTS (
    SELECT 1 FROM landbase_grants WHERE member = session_user AND banner IS NULL)
$body$;

CREATE FUNCTION landbase_banners() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
SELECT coalesce(array_agg(banner), '{}')
FROM landbase_grants WHERE member = session_user
$body$;

-- What is kept of a document: asked before it is recorded whose it is.
CREATE FUNCTION landbase_kept(digest text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
BEGIN
    PERFORM landbase_require_grant();
    RETURN (SELECT encode(sha256(content), 'hex') FROM landbase_files
        WHERE sha256 = digest);
END
$body$;

-- A document is kept once for each content; who brought it may say that it is a parcel's.
CREATE FUNCTION landbase_keep(digest text, paper bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
BEGIN
    PERFORM landbase_require_writer();
    IF digest IS DISTINCT FROM encode(sha256(paper), 'hex') THEN
        RAISE EXCEPTION '附件内容与其摘要不符 / the document is not what its digest says';
    END IF;
    INSERT INTO landbase_files VALUES (digest, paper) ON CONFLICT DO NOTHING;
    INSERT INTO landbase_keepers VALUES (digest, session_user) ON CONFLICT DO NOTHING;
END
$body$;

-- The lock of who writes: the row with the last seal, whose hash it gives. Given back
-- when a writing ends. Who waits for a row can be overtaken; for a table they queue, and
-- this one no one else has cause to lock. Who may not record here cannot make others wait.
CREATE FUNCTION landbase_lock() RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
    head text;
BEGIN
    PERFORM landbase_require_writer();
    LOCK TABLE landbase_meta IN SHARE UPDATE EXCLUSIVE MODE;
    SELECT hash INTO head FROM landbase_heads WHERE name = 'seals' FOR UPDATE;
    RETURN head;
END
$body$;

-- Numbers of parcels and of their versions, which other programs do not give.
CREATE FUNCTION landbase_next_parcel() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
    given bigint;
BEGIN
    PERFORM landbase_require_writer();
    UPDATE landbase_heads SET number = number + 1
        WHERE name = 'parcels' RETURNING number INTO given;
    RETURN given;
END
$body$;

-- Called by the guard that keeps what an edit replaces, and by nobody else.
CREATE FUNCTION landbase_next_version() RETURNS bigint
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
UPDATE landbase_heads SET number = number + 1
    WHERE name = 'parcel_versions' RETURNING number
$body$;

-- A time of recording lies behind what was recorded, and not ahead of the server's day.
CREATE FUNCTION landbase_timely(since text, until text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
SELECT landbase_copying() OR (
    since >= (SELECT coalesce(max(known_at), '') FROM landbase_heads
        WHERE name <> 'rules')
    AND until <= landbase_stamp(clock_timestamp() + interval '1 day'))
$body$;

-- What is recorded is never changed.
CREATE FUNCTION landbase_refuse() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $body$
BEGIN
    RAISE EXCEPTION '已有记录不可更改或删除，请记一条更正 / what is recorded is never changed or deleted; record a correction (%)', TG_TABLE_NAME;
END
$body$;

-- Numbers follow one another without a gap, and the head of a journal is kept.
CREATE FUNCTION landbase_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
    head landbase_heads;
    low bigint;
    high bigint;
    many bigint;
    first_time text;
    last_time text;
    last_hash text;
BEGIN
    PERFORM landbase_require_writer();
    EXECUTE format('SELECT min(%1$I), max(%1$I), count(*) FROM fresh', TG_ARGV[0])
        INTO low, high, many;
    IF many = 0 THEN
        RETURN NULL;
    END IF;
    SELECT * INTO head FROM landbase_heads WHERE name = TG_TABLE_NAME FOR UPDATE;
    IF (low <> head.number + 1 OR high <> head.number + many)
        AND (TG_ARGV[1] = 'gapless' OR (
            TG_ARGV[1] = 'given' AND high > head.number AND NOT landbase_copying()))
    THEN
        RAISE EXCEPTION '记录编号不连续 / numbers do not follow one another (%)', TG_TABLE_NAME;
    END IF;
    IF TG_ARGV[2] = 'hashed' THEN
        EXECUTE format('SELECT hash FROM fresh WHERE %I = $1', TG_ARGV[0])
            INTO last_hash USING high;
    END IF;
    IF TG_ARGV[3] <> '' THEN
        EXECUTE format('SELECT min(%1$I), max(%1$I) FROM fresh', TG_ARGV[3])
            INTO first_time, last_time;
        IF NOT landbase_timely(first_time, last_time) THEN
            RAISE EXCEPTION '登记时间早于已有记录，或晚于服务器日期，请核对电脑时钟 / recorded before what is on record, or ahead of the server; look at the clock of this computer (%)', TG_TABLE_NAME;
        END IF;
    END IF;
    UPDATE landbase_heads
        SET number = greatest(number, high), hash = last_hash,
            known_at = CASE WHEN TG_ARGV[3] = 'known_at' THEN last_time END
        WHERE name = TG_TABLE_NAME;
    RETURN NULL;
END
$body$;

-- Who records is who logged in: "name（login）", or the login alone. What was recorded
-- elsewhere keeps its words, and only who administers may bring it.
CREATE FUNCTION landbase_signed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
    told jsonb := to_jsonb(NEW);
    signed text := told ->> 'by';
    login text := session_user;
BEGIN
    IF told ->> 'recorded_at' <> told ->> 'known_at' THEN
        IF landbase_administers() THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION '只有管理员可以导入别处的记录 / only an administrator may bring records from elsewhere' USING ERRCODE = '42501';
    END IF;
    IF TG_TABLE_NAME = 'rules' AND NOT landbase_administers() THEN
        RAISE EXCEPTION '只有管理员可以改规则 / only an administrator may set rules' USING ERRCODE = '42501';
    END IF;
    IF told ->> 'home_id' <> told ->> TG_ARGV[1] AND NOT landbase_administers() THEN
        RAISE EXCEPTION '记录编号不是本库的编号 / the number is none of this land base' USING ERRCODE = '42501';
    END IF;
    IF TG_ARGV[0] = 'by' AND NOT landbase_copying() AND (signed IS NULL OR (
        signed <> login AND right(signed, length(login) + 2) <> '（' || login || '）'))
    THEN
        RAISE EXCEPTION '记录人须是登录用户“%” / who records is the user who logged in, %', login, login USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$body$;

-- Nothing that is recorded of one banner changes what holds in another.
CREATE FUNCTION landbase_apart() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
    told jsonb := to_jsonb(NEW);
BEGIN
    IF told ->> 'supersedes' IS NOT NULL AND NOT landbase_copying()
        AND NOT EXISTS (
            SELECT FROM decisions AS d
            WHERE d.event_id = (told ->> 'supersedes')::bigint
            AND d.parcel_id = told ->> 'parcel_id')
    THEN
        RAISE EXCEPTION '更正的须是同一地块的记录 / a correction is of a record of the same parcel' USING ERRCODE = '42501';
    END IF;
    IF told ? 'operation' AND NOT landbase_sees_all() AND EXISTS (
        SELECT FROM lineage AS l LEFT JOIN parcels AS p ON p.parcel_id = l.parcel_id
        WHERE l.operation IN (told ->> 'operation', told ->> 'voids')
        AND (p.banner IS NULL OR p.banner <> ALL (landbase_banners())))
    THEN
        RAISE EXCEPTION '涉及其他旗区的地块 / this is of parcels of another banner' USING ERRCODE = '42501';
    END IF;
    IF told ->> 'kept' <> '0' AND NOT landbase_sees_all() AND NOT EXISTS (
        SELECT FROM landbase_keepers AS k
        WHERE k.sha256 = told ->> 'sha256' AND k.member = session_user)
    THEN
        RAISE EXCEPTION '须先提交该附件 / the document has to be brought first' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$body$;

-- A column of a source is of a type that landbase reads, and is only ever widened.
CREATE FUNCTION landbase_typed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
BEGIN
    PERFORM landbase_require_writer();
    IF NEW.dtype !~ '^(str|bool|boolean|U?[Ii]nt(8|16|32|64)|uint(8|16|32|64)|[Ff]loat(16|32|64)|datetime64\[(s|ms|us|ns)(, [^]]+)?\])$'
        OR (TG_OP = 'UPDATE' AND NEW.dtype NOT IN (OLD.dtype, 'Int64', 'float64', 'str'))
    THEN
        RAISE EXCEPTION '字段类型无效 / no type of a column (%)', NEW.dtype;
    END IF;
    RETURN NEW;
END
$body$;

-- A whole land base is copied here: only who owns the tables can, into an empty one.
CREATE FUNCTION landbase_copying() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
SELECT landbase_owns()
    AND coalesce(current_setting('landbase.copying', true), '') = 'on'
$body$;

-- An edit keeps what it replaces, also an edit in QGIS. Other programs do not set
-- recorded_at: then the time of the edit is set here.
CREATE FUNCTION landbase_keep_past() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
BEGIN
    IF NEW.fid <> OLD.fid OR NEW.parcel_id <> OLD.parcel_id THEN
        RAISE EXCEPTION '地块编号不可更改 / the id of a parcel is never changed';
    END IF;
    IF NEW.recorded_at = OLD.recorded_at THEN
        NEW.recorded_at := landbase_stamp(clock_timestamp());
    ELSIF NEW.recorded_at < OLD.recorded_at
        OR NEW.recorded_at > landbase_stamp(clock_timestamp() + interval '1 day')
    THEN
        RAISE EXCEPTION '登记时间早于已有记录，或晚于服务器日期，请核对电脑时钟 / recorded before what is on record, or ahead of the server; look at the clock of this computer (%)', TG_TABLE_NAME;
    END IF;
    INSERT INTO parcel_versions ({versions}, replaced_at)
        VALUES ({old}, NEW.recorded_at);
    RETURN NEW;
END
$body$;

-- Who edits parcels waits for who records, and the other way round.
CREATE FUNCTION landbase_wait() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
BEGIN
    PERFORM landbase_require_writer();
    PERFORM landbase_lock();
    RETURN NULL;
END
$body$;

-- Only landbase renews the states; other programs have nothing to write here.
CREATE FUNCTION landbase_derived() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
BEGIN
    PERFORM landbase_require_writer();
    IF coalesce(current_setting('landbase.renewing_states', true), '') <> 'on' THEN
        RAISE EXCEPTION '地块状态由处置记录得出，不可直接填写 / states come of the decisions';
    END IF;
    RETURN NULL;
END
$body$;

-- Who may delete rows may lock their table, and so may who is given that right in another
-- land base of the server: states are taken away here, and by nobody else.
CREATE FUNCTION landbase_forget_states(of_parcels text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
BEGIN
    PERFORM landbase_require_writer();
    DELETE FROM parcel_states AS s
    WHERE (of_parcels IS NULL OR s.parcel_id = ANY (of_parcels))
    AND (landbase_sees_all() OR EXISTS (
        SELECT FROM parcels AS p WHERE p.parcel_id = s.parcel_id
        AND p.banner = ANY (landbase_banners())));
END
$body$;

-- What QGIS shows to all is an administrator's to set.
CREATE FUNCTION landbase_styled() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
BEGIN
    IF NOT landbase_administers() THEN
        RAISE EXCEPTION '只有管理员可以改样式 / only an administrator may set styles' USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END
$body$;
