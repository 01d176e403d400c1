-- The functions of a land base on PostgreSQL. Guards run as the owner of the tables, so
-- that what they keep (heads, earlier versions) nobody else can write.

-- An outline as landbase seals it, a blob of GeoPackage, and as PostGIS keeps it.
CREATE FUNCTION landbase_outline(blob bytea) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = public, pg_temp AS $body$
SELECT ST_GeomFromWKB(substring(blob FROM
    (ARRAY[9, 41, 57, 57, 73])[1 + ((get_byte(blob, 3) >> 1) & 7)]), 4490)
$body$;

CREATE FUNCTION landbase_blob(shape geometry) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = public, pg_temp AS $body$
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
SET search_path = public, pg_temp AS $body$
SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$body$;

-- Who may do what: a member's own rows of landbase_grants; who owns the tables, all.
CREATE FUNCTION landbase_owns() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
SELECT pg_has_role(session_user, relowner, 'MEMBER')
FROM pg_class WHERE oid = 'landbase_meta'::regclass
$body$;

CREATE FUNCTION landbase_administers() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
SELECT landbase_owns() OR EXISTS (
    SELECT 1 FROM landbase_grants
    WHERE member = session_user AND role = 'admin' AND banner IS NULL)
$body$;

CREATE FUNCTION landbase_sees_all() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
SELECT landbase_owns() OR EXISTS (
    SELECT 1 FROM landbase_grants WHERE member = session_user AND banner IS NULL)
$body$;

CREATE FUNCTION landbase_banners() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
SELECT coalesce(array_agg(banner), '{}')
FROM landbase_grants WHERE member = session_user
$body$;

-- What is kept of a document: asked before it is recorded whose it is.
CREATE FUNCTION landbase_kept(digest text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
SELECT encode(sha256(content), 'hex') FROM landbase_files WHERE sha256 = digest
$body$;

-- The lock of who writes: the row with the last seal. Given back when a writing ends.
CREATE FUNCTION landbase_lock() RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
SELECT FROM landbase_heads WHERE name = 'seals' FOR UPDATE
$body$;

CREATE FUNCTION landbase_next(of_table text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
UPDATE landbase_heads SET number = number + 1 WHERE name = of_table RETURNING number
$body$;

-- What is recorded is never changed.
CREATE FUNCTION landbase_refuse() RETURNS trigger
LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
BEGIN
    RAISE EXCEPTION '已有记录不可更改或删除，请记一条更正 / what is recorded is never changed or deleted; record a correction (%)', TG_TABLE_NAME;
END
$body$;

-- Numbers follow one another without a gap, and the head of a journal is kept.
CREATE FUNCTION landbase_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
DECLARE
    head landbase_heads;
    low bigint;
    high bigint;
    many bigint;
    last_hash text;
    last_known text;
BEGIN
    EXECUTE format('SELECT min(%1$I), max(%1$I), count(*) FROM fresh', TG_ARGV[0])
        INTO low, high, many;
    IF many = 0 THEN
        RETURN NULL;
    END IF;
    SELECT * INTO head FROM landbase_heads WHERE name = TG_TABLE_NAME FOR UPDATE;
    IF TG_ARGV[1] = 'gapless' AND (low <> head.number + 1 OR high <> head.number + many)
    THEN
        RAISE EXCEPTION '记录编号不连续 / numbers do not follow one another (%)', TG_TABLE_NAME;
    END IF;
    IF TG_ARGV[2] = 'hashed' THEN
        EXECUTE format('SELECT hash FROM fresh WHERE %I = $1', TG_ARGV[0])
            INTO last_hash USING high;
    END IF;
    IF TG_ARGV[3] = 'timed' THEN
        EXECUTE format('SELECT known_at FROM fresh WHERE %I = $1', TG_ARGV[0])
            INTO last_known USING high;
    END IF;
    UPDATE landbase_heads
        SET number = greatest(number, high), hash = last_hash, known_at = last_known
        WHERE name = TG_TABLE_NAME;
    RETURN NULL;
END
$body$;

-- Who records is who logged in: "name（login）", or the login alone. What was recorded
-- elsewhere keeps its words, and only who administers may bring it.
CREATE FUNCTION landbase_signed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
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
    IF TG_ARGV[0] = 'by' AND NOT landbase_copying() AND (signed IS NULL OR (
        signed <> login AND right(signed, length(login) + 2) <> '（' || login || '）'))
    THEN
        RAISE EXCEPTION '记录人须是登录用户“%” / who records is the user who logged in, %', login, login USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$body$;

-- A whole land base is copied here: only who owns the tables can, into an empty one.
CREATE FUNCTION landbase_copying() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
SELECT landbase_owns()
    AND coalesce(current_setting('landbase.copying', true), '') = 'on'
$body$;

-- An edit keeps what it replaces, also an edit in QGIS. Other programs do not set
-- recorded_at: then the time of the edit is set here.
CREATE FUNCTION landbase_keep_past() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    IF NEW.fid <> OLD.fid OR NEW.parcel_id <> OLD.parcel_id THEN
        RAISE EXCEPTION '地块编号不可更改 / the id of a parcel is never changed';
    END IF;
    IF NEW.recorded_at = OLD.recorded_at THEN
        NEW.recorded_at := landbase_stamp(clock_timestamp());
    END IF;
    INSERT INTO parcel_versions ({versions}, replaced_at)
        VALUES ({old}, NEW.recorded_at);
    RETURN NEW;
END
$body$;

-- Who edits parcels waits for who records, and the other way round.
CREATE FUNCTION landbase_wait() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    PERFORM landbase_lock();
    RETURN NULL;
END
$body$;

-- Only landbase renews the states; other programs have nothing to write here.
CREATE FUNCTION landbase_derived() RETURNS trigger
LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
BEGIN
    IF coalesce(current_setting('landbase.renewing_states', true), '') <> 'on' THEN
        RAISE EXCEPTION '地块状态由处置记录得出，不可直接填写 / states come of the decisions';
    END IF;
    RETURN NULL;
END
$body$;
