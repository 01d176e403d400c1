-- A land base, schema version 3: a GeoPackage 1.3 (OGC 12-128r17) with tables of our own.

PRAGMA application_id = 1196444487; -- "GPKG"
PRAGMA user_version = 10300;

-- ------------------------------------------------ tables of the standard (clause 1.1)

CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL PRIMARY KEY,
    organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL,
    definition TEXT NOT NULL,
    description TEXT
);

CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY,
    data_type TEXT NOT NULL,
    identifier TEXT UNIQUE,
    description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE,
    min_y DOUBLE,
    max_x DOUBLE,
    max_y DOUBLE,
    srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);

CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL,
    m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);

CREATE TABLE gpkg_extensions (
    table_name TEXT,
    column_name TEXT,
    extension_name TEXT NOT NULL,
    definition TEXT NOT NULL,
    scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);

-- ------------------------------------------------------------------ the land base itself

CREATE TABLE landbase_meta (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);
INSERT INTO landbase_meta VALUES ('schema_version', '3');

-- Which columns were ever added, of which type, in order; `extra` holds the values of
-- those that have no column of their own.
CREATE TABLE landbase_columns (
    position INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL UNIQUE,
    dtype TEXT NOT NULL,
    recorded_at DATETIME NOT NULL
);

-- What is known of the parcels now.
CREATE TABLE parcels (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom GEOMETRY,
    parcel_id TEXT NOT NULL UNIQUE,
    category TEXT NOT NULL,
    name TEXT,
    banner TEXT,
    zone TEXT,
    holder TEXT,
    land_use TEXT,
    land_use_scheme TEXT,
    approval_no TEXT,
    approval_date DATE,
    supervision_no TEXT,
    contract_no TEXT,
    agreed_start DATE,
    actual_start DATE,
    stopped_on DATE,
    developed_ratio DOUBLE,
    invested_ratio DOUBLE,
    cause TEXT,
    disposal_type TEXT,
    status TEXT,
    declared_area_m2 DOUBLE,
    source TEXT,
    source_row INTEGER,
    extra TEXT,
    recorded_at DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
);

-- What was known of them before, until `replaced_at`.
CREATE TABLE parcel_versions (
    version_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    fid INTEGER NOT NULL,
    geom GEOMETRY,
    parcel_id TEXT NOT NULL,
    category TEXT NOT NULL,
    name TEXT,
    banner TEXT,
    zone TEXT,
    holder TEXT,
    land_use TEXT,
    land_use_scheme TEXT,
    approval_no TEXT,
    approval_date DATE,
    supervision_no TEXT,
    contract_no TEXT,
    agreed_start DATE,
    actual_start DATE,
    stopped_on DATE,
    developed_ratio DOUBLE,
    invested_ratio DOUBLE,
    cause TEXT,
    disposal_type TEXT,
    status TEXT,
    declared_area_m2 DOUBLE,
    source TEXT,
    source_row INTEGER,
    extra TEXT,
    recorded_at DATETIME NOT NULL,
    replaced_at DATETIME NOT NULL
);
CREATE INDEX parcel_versions_parcel ON parcel_versions (parcel_id);

-- ------------------------------------------------------------- journals, only added to

-- Every journal ends with the same columns: `uid` is the same in every land base that the
-- record comes to (SHA-256 of what was recorded), `home_id` its number in the one where
-- it was recorded at `recorded_at`; this one learned of it at `known_at`. `follows` are
-- the uids of what was known of the same subject when it was recorded.

-- Every decision; a correction is a new row that names the one it supersedes.
CREATE TABLE decisions (
    event_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    parcel_id TEXT NOT NULL REFERENCES parcels(parcel_id),
    disposal_type TEXT NOT NULL,
    status TEXT NOT NULL,
    effective DATE NOT NULL,
    due DATE,
    document TEXT,
    "by" TEXT,
    reason TEXT,
    area_m2 DOUBLE,
    exception TEXT,
    supersedes INTEGER REFERENCES decisions(event_id),
    follows TEXT,
    uid TEXT NOT NULL UNIQUE,
    home_id INTEGER NOT NULL,
    recorded_at DATETIME NOT NULL,
    known_at DATETIME NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX decisions_parcel ON decisions (parcel_id, effective, event_id);
CREATE INDEX decisions_supersedes ON decisions (supersedes)
    WHERE supersedes IS NOT NULL;

-- Splits, mergers and boundary adjustments: a row for each parcel that ends (parent) or
-- begins (child); rows of one `operation` belong together. `parcel` is what a child
-- began with. `voids` names an operation that this row takes back.
CREATE TABLE lineage (
    lineage_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    operation TEXT NOT NULL,
    kind TEXT NOT NULL,
    role TEXT NOT NULL,
    parcel_id TEXT NOT NULL REFERENCES parcels(parcel_id),
    area_m2 DOUBLE,
    effective DATE NOT NULL,
    document TEXT,
    "by" TEXT,
    reason TEXT,
    exception TEXT,
    voids TEXT,
    parcel TEXT,
    uid TEXT NOT NULL UNIQUE,
    home_id INTEGER NOT NULL,
    recorded_at DATETIME NOT NULL,
    known_at DATETIME NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX lineage_parcel ON lineage (parcel_id, role);

-- Steps of a parcel's route map; the last row on a step holds.
CREATE TABLE milestones (
    milestone_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    parcel_id TEXT NOT NULL REFERENCES parcels(parcel_id),
    step TEXT NOT NULL,
    due DATE NOT NULL,
    person TEXT,
    unit TEXT,
    done_on DATE,
    document TEXT,
    reason TEXT,
    follows TEXT,
    uid TEXT NOT NULL UNIQUE,
    home_id INTEGER NOT NULL,
    recorded_at DATETIME NOT NULL,
    known_at DATETIME NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX milestones_parcel ON milestones (parcel_id, step);

-- Documents that a decision rests on; `kept` says that a copy lies beside the land base.
CREATE TABLE evidence (
    evidence_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    event_id INTEGER NOT NULL REFERENCES decisions(event_id),
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    kind TEXT,
    dated DATE,
    kept INTEGER NOT NULL,
    uid TEXT NOT NULL UNIQUE,
    home_id INTEGER NOT NULL,
    recorded_at DATETIME NOT NULL,
    known_at DATETIME NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX evidence_event ON evidence (event_id);

-- The rules of this land base, whole; the last row holds.
CREATE TABLE rules (
    rules_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    rules TEXT NOT NULL,
    "by" TEXT,
    reason TEXT,
    uid TEXT NOT NULL UNIQUE,
    home_id INTEGER NOT NULL,
    recorded_at DATETIME NOT NULL,
    known_at DATETIME NOT NULL,
    hash TEXT NOT NULL
);

-- ---------------------------------------------------------- for QGIS: the state of today

-- The state that the decisions leave each parcel in; every record renews it for the
-- parcels that it touches (landbase.store.states). Where no decision says more, status
-- and disposal type are those of the parcel itself, or taken over from its parents.
CREATE TABLE parcel_states (
    parcel_id TEXT PRIMARY KEY NOT NULL REFERENCES parcels(parcel_id),
    lives INTEGER NOT NULL,
    decided INTEGER NOT NULL,
    status TEXT,
    disposal_type TEXT,
    effective DATE,
    due DATE,
    document TEXT,
    exception TEXT,
    "by" TEXT,
    event_id INTEGER
);

-- Parcels that are there, with their state. GDAL takes OGC_FID for the key of a view.
CREATE VIEW parcels_current AS
SELECT
    p.fid AS OGC_FID, p.geom, p.parcel_id, p.category, p.name, p.banner, p.zone,
    p.holder, p.land_use, p.approval_no, p.approval_date, p.supervision_no,
    p.contract_no, p.agreed_start, p.cause, p.declared_area_m2,
    CASE WHEN s.decided THEN s.status ELSE coalesce(p.status, s.status) END AS status,
    CASE WHEN s.decided THEN s.disposal_type
        ELSE coalesce(p.disposal_type, s.disposal_type)
    END AS disposal_type,
    s.effective, s.due, s.document, s.exception, s."by", s.event_id
FROM parcels AS p
LEFT JOIN parcel_states AS s ON s.parcel_id = p.parcel_id
WHERE coalesce(s.lives, 1);

-- Where QGIS looks for styles, with the columns that it makes itself.
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256),
    f_table_schema TEXT(256),
    f_table_name TEXT(256),
    f_geometry_column TEXT(256),
    styleName TEXT(30),
    styleQML TEXT,
    styleSLD TEXT,
    useAsDefault BOOLEAN,
    description TEXT,
    owner TEXT(30),
    ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
);

-- ------------------------------------------------------------------- nothing is forgotten

-- An edit keeps what it replaces, also an edit in QGIS. Other programs do not set
-- recorded_at: then the time of the edit is set here.
CREATE TRIGGER parcels_keep_past
AFTER UPDATE OF
    geom, category, name, banner, zone, holder, land_use, land_use_scheme, approval_no,
    approval_date, supervision_no, contract_no, agreed_start, actual_start, stopped_on,
    developed_ratio, invested_ratio, cause, disposal_type, status, declared_area_m2,
    source, source_row, extra
ON parcels
BEGIN
    INSERT INTO parcel_versions (
        fid, geom, parcel_id, category, name, banner, zone, holder, land_use,
        land_use_scheme, approval_no, approval_date, supervision_no, contract_no,
        agreed_start, actual_start, stopped_on, developed_ratio, invested_ratio, cause,
        disposal_type, status, declared_area_m2, source, source_row, extra,
        recorded_at, replaced_at
    ) VALUES (
        OLD.fid, OLD.geom, OLD.parcel_id, OLD.category, OLD.name, OLD.banner, OLD.zone,
        OLD.holder, OLD.land_use, OLD.land_use_scheme, OLD.approval_no,
        OLD.approval_date, OLD.supervision_no, OLD.contract_no, OLD.agreed_start,
        OLD.actual_start, OLD.stopped_on, OLD.developed_ratio, OLD.invested_ratio,
        OLD.cause, OLD.disposal_type, OLD.status, OLD.declared_area_m2, OLD.source,
        OLD.source_row, OLD.extra, OLD.recorded_at,
        CASE WHEN NEW.recorded_at IS OLD.recorded_at
            THEN strftime('%Y-%m-%dT%H:%M:%fZ','now')
            ELSE NEW.recorded_at
        END
    );
    UPDATE parcels SET recorded_at = strftime('%Y-%m-%dT%H:%M:%fZ','now')
        WHERE fid = NEW.fid AND NEW.recorded_at IS OLD.recorded_at;
END;

CREATE TRIGGER parcels_keep_id BEFORE UPDATE OF fid, parcel_id ON parcels
WHEN NEW.parcel_id IS NOT OLD.parcel_id OR NEW.fid IS NOT OLD.fid
BEGIN
    SELECT RAISE(ABORT, '地块编号不可更改 / the id of a parcel is never changed');
END;

CREATE TRIGGER parcels_no_delete BEFORE DELETE ON parcels
BEGIN
    SELECT RAISE(ABORT, '地块不可删除 / a parcel is never deleted');
END;

-- INSERT OR REPLACE deletes without firing delete triggers
CREATE TRIGGER parcels_no_replace BEFORE INSERT ON parcels
WHEN EXISTS (
    SELECT 1 FROM parcels WHERE fid = NEW.fid OR parcel_id = NEW.parcel_id
)
BEGIN
    SELECT RAISE(ABORT, '地块已在库中 / this parcel is in the land base already');
END;

-- Only landbase renews the states; other programs have nothing to write here.
CREATE TRIGGER parcel_states_no_insert BEFORE INSERT ON parcel_states
WHEN NOT EXISTS (SELECT 1 FROM landbase_meta WHERE key = 'renewing_states')
BEGIN
    SELECT RAISE(ABORT, '地块状态由处置记录得出，不可直接填写 / states come of the decisions');
END;

CREATE TRIGGER parcel_states_no_update BEFORE UPDATE ON parcel_states
BEGIN
    SELECT RAISE(ABORT, '地块状态由处置记录得出，不可更改 / states come of the decisions');
END;

CREATE TRIGGER parcel_states_no_delete BEFORE DELETE ON parcel_states
WHEN NOT EXISTS (SELECT 1 FROM landbase_meta WHERE key = 'renewing_states')
BEGIN
    SELECT RAISE(ABORT, '地块状态由处置记录得出，不可删除 / states come of the decisions');
END;

-- -------------------------------------------- R-tree extension (annex F.3), for `parcels`

CREATE VIRTUAL TABLE rtree_parcels_geom USING rtree(id, minx, maxx, miny, maxy);

CREATE TRIGGER rtree_parcels_geom_insert AFTER INSERT ON parcels
WHEN (NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
    INSERT OR REPLACE INTO rtree_parcels_geom VALUES (
        NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)
    );
END;

CREATE TRIGGER rtree_parcels_geom_update1 AFTER UPDATE OF geom ON parcels
WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
    INSERT OR REPLACE INTO rtree_parcels_geom VALUES (
        NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)
    );
END;

CREATE TRIGGER rtree_parcels_geom_update2 AFTER UPDATE OF geom ON parcels
WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN
    DELETE FROM rtree_parcels_geom WHERE id = OLD.fid;
END;

CREATE TRIGGER rtree_parcels_geom_update3 AFTER UPDATE ON parcels
WHEN OLD.fid != NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
    DELETE FROM rtree_parcels_geom WHERE id = OLD.fid;
    INSERT OR REPLACE INTO rtree_parcels_geom VALUES (
        NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)
    );
END;

CREATE TRIGGER rtree_parcels_geom_update4 AFTER UPDATE ON parcels
WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN
    DELETE FROM rtree_parcels_geom WHERE id IN (OLD.fid, NEW.fid);
END;

CREATE TRIGGER rtree_parcels_geom_delete AFTER DELETE ON parcels
WHEN OLD.geom NOT NULL
BEGIN
    DELETE FROM rtree_parcels_geom WHERE id = OLD.fid;
END;

INSERT INTO gpkg_extensions VALUES (
    'parcels', 'geom', 'gpkg_rtree_index',
    'http://www.geopackage.org/spec120/#extension_rtree', 'write-only'
);
