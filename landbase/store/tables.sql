-- A land base, schema version 6: a GeoPackage 1.3 (OGC 12-128r17) with tables of our own.

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
INSERT INTO landbase_meta VALUES ('schema_version', '6');

-- Which columns were ever added, of which type, in order; `extra` holds the values of
-- those that have no column of their own.
-- {create landbase_columns}

-- What is known of the parcels now.
-- {create parcels}

-- What was known of them before, until `replaced_at`.
-- {create parcel_versions}
CREATE INDEX parcel_versions_parcel ON parcel_versions (parcel_id);

-- ------------------------------------------------------------- journals, only added to

-- Every journal ends with the same columns: `uid` is the same in every land base that the
-- record comes to (SHA-256 of what was recorded), `home_id` its number in the one where
-- it was recorded at `recorded_at`; this one learned of it at `known_at`. `follows` are
-- the uids of what was known of the same subject when it was recorded.

-- Every decision; a correction is a new row that names the one it supersedes.
-- {create decisions}
CREATE INDEX decisions_parcel ON decisions (parcel_id, effective, event_id);
CREATE INDEX decisions_supersedes ON decisions (supersedes)
    WHERE supersedes IS NOT NULL;

-- Splits, mergers and boundary adjustments: a row for each parcel that ends (parent) or
-- begins (child); rows of one `operation` belong together. `parcel` is what a child
-- began with. `voids` names an operation that this row takes back.
-- {create lineage}
CREATE INDEX lineage_parcel ON lineage (parcel_id, role);

-- Steps of a parcel's route map; the last row on a step holds.
-- {create milestones}
CREATE INDEX milestones_parcel ON milestones (parcel_id, step);

-- Documents that a decision rests on; `kept` says that a copy lies beside the land base.
-- {create evidence}
CREATE INDEX evidence_event ON evidence (event_id);

-- Documents about a parcel that no decision rests on: notices, reminders.
-- {create parcel_documents}
CREATE INDEX parcel_documents_parcel ON parcel_documents (parcel_id);

-- What was agreed by a decision: the start newly agreed on.
-- {create agreements}
CREATE INDEX agreements_event ON agreements (event_id);

-- The rules of this land base, whole; the last row holds.
-- {create rules}

-- ---------------------------------------------------------------- what was written, sealed

-- The SHA-256 of each version of each parcel that landbase wrote or took over. What
-- another program wrote is not in it: `verify` tells of it.
-- {create parcel_seals}

-- After each writing, where all stood: `heads` is a JSON object of the last number and
-- digest of each journal, of `parcel_seals`, of the list of columns and of the styles.
-- Each row holds the hash of the one before it: the last one is that of the land base.
-- {create seals}

-- ---------------------------------------------------------- for QGIS: the state of today

-- The state that the decisions leave each parcel in; every record renews it for the
-- parcels that it touches (landbase.store.states). Where no decision says more, status
-- and disposal type are those of the parcel itself, or taken over from its parents.
-- {create parcel_states}

-- Parcels that are there, with their state. GDAL takes OGC_FID for the key of a view.
-- {view parcels_current}

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
-- {trigger parcels_keep_past}

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
