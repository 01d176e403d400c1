-- The guards of a table that is only added to; {table} and {same} are filled in.

CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
BEGIN
    SELECT RAISE(ABORT, '已有记录不可更改，请记一条更正 / what is recorded is never changed; record a correction');
END;

CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
BEGIN
    SELECT RAISE(ABORT, '已有记录不可删除，请记一条更正 / what is recorded is never deleted; record a correction');
END;

-- INSERT OR REPLACE deletes without firing delete triggers
CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN
    SELECT RAISE(ABORT, '已有记录不可更改，请记一条更正 / what is recorded is never changed; record a correction');
END;
