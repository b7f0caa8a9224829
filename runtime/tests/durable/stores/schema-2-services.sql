PRAGMA application_id=1330925644;
PRAGMA user_version=2;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
INSERT INTO meta VALUES('identity',6778544087432205172);
INSERT INTO meta VALUES('revision',20);
CREATE TABLE objects (
    id INTEGER PRIMARY KEY,
    namespace TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (namespace, name)
) STRICT;
INSERT INTO objects VALUES(1,'tenant','map','map','f64 by string',1);
INSERT INTO objects VALUES(2,'','state','journal','kit-sum of i64',1);
INSERT INTO objects VALUES(3,'','queue','queue','u32',1);
INSERT INTO objects VALUES(4,'','outbox','outbox','string',1);
INSERT INTO objects VALUES(5,'','saga/kept/log','map','saga-event by pair',1);
INSERT INTO objects VALUES(6,'','saga/kept/active','map','saga-active by string',1);
INSERT INTO objects VALUES(7,'','saga/kept/ended','map','saga-ended by string',1);
INSERT INTO objects VALUES(8,'','saga/exclusive','map','string by string',1);
INSERT INTO objects VALUES(9,'','schedule/schedule/timers','map','u32 by string',1);
INSERT INTO objects VALUES(10,'','schedule/schedule/due','map','unit by pair',1);
INSERT INTO objects VALUES(11,'','schedule/schedule/occurrences','queue','u32',1);
INSERT INTO objects VALUES(12,'','workflow/workflows/active','map','workflow-active by string',1);
INSERT INTO objects VALUES(13,'','workflow/workflows/ready','map','unit by pair',1);
INSERT INTO objects VALUES(14,'','workflow/workflows/ended','map','workflow-ended by string',1);
INSERT INTO objects VALUES(15,'','workflow/workflows/nodes','map','unit by string',1);
INSERT INTO objects VALUES(16,'','workflow/workflows/states','map','string by string',1);
INSERT INTO objects VALUES(17,'','workflow/workflows/signals','map','string by pair',1);
CREATE TABLE records (
    object INTEGER NOT NULL,
    key BLOB NOT NULL,
    revision INTEGER NOT NULL,
    version INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    value ANY NOT NULL,
    PRIMARY KEY (object, key)
) WITHOUT ROWID, STRICT;
INSERT INTO records VALUES(1,X'6100ff620000',1,1,1,2180199828,'0.1');
INSERT INTO records VALUES(5,X'73616761000000000000',16,1,1,979380924,'{"event":"started","version":1,"steps":["answer"],"pivot":null,"input":"input","input_version":1,"exclusive":null}');
INSERT INTO records VALUES(6,X'736167610000',16,1,1,1677704294,'{"stuck":null}');
INSERT INTO records VALUES(9,X'706173740000',17,1,1,1735818309,'{"timing":{"at":1000},"due":1000,"payload":1}');
INSERT INTO records VALUES(9,X'796561726c790000',18,1,1,2310109278,'{"timing":{"cron":{"expression":"0 3 1 1 *","zone":"UTC","catch_up":"skip"}},"due":1798772400000,"payload":2}');
INSERT INTO records VALUES(10,X'80000000000003e8706173740000',17,1,1,634125391,'null');
INSERT INTO records VALUES(10,X'800001a2cf309f80796561726c790000',18,1,1,634125391,'null');
INSERT INTO records VALUES(12,X'6f6e650000',19,1,1,3913089465,'{"origin":438823119557458,"step":1,"attempts":0,"fence":1795415799726,"owner":null,"due":1795415799726,"cancelled":false,"error":null,"stuck":false,"changed":1795415799726}');
INSERT INTO records VALUES(13,X'800001a2071ef7ae6f6e650000',19,1,1,634125391,'null');
INSERT INTO records VALUES(16,X'6f6e650000',19,1,1,1414469241,'"heard "');
INSERT INTO records VALUES(17,X'6f6e6500000000000000000001',20,1,1,2668758787,'"this"');
CREATE TABLE events (
    object INTEGER NOT NULL,
    position INTEGER NOT NULL,
    version INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    value ANY NOT NULL,
    PRIMARY KEY (object, position)
) WITHOUT ROWID, STRICT;
INSERT INTO events VALUES(2,5,1,1,2226203566,'5');
INSERT INTO events VALUES(2,6,1,1,498629140,'6');
INSERT INTO events VALUES(4,983040,1,1,3896647190,'"message"');
CREATE TABLE snapshots (
    object INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    version INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    value ANY NOT NULL
) STRICT;
INSERT INTO snapshots VALUES(2,4,1,1,3140363446,'{"total":10,"count":4}');
CREATE TABLE jobs (
    object INTEGER NOT NULL,
    id INTEGER NOT NULL,
    state INTEGER NOT NULL,
    due INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    token INTEGER NOT NULL,
    error TEXT,
    version INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    value ANY NOT NULL,
    PRIMARY KEY (object, id)
) WITHOUT ROWID, STRICT;
INSERT INTO jobs VALUES(3,589824,2,1795415799638,1,13,'no',1,1,450215437,'2');
INSERT INTO jobs VALUES(3,655360,0,1795415799635,0,0,NULL,1,1,1842515611,'3');
CREATE TABLE operations (
    revision INTEGER PRIMARY KEY,
    namespace TEXT NOT NULL,
    id TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    UNIQUE (namespace, id)
) STRICT;
INSERT INTO operations VALUES(15,'','sent',X'cf36c95d6ad5eb6cd57fa351f0dddac30a2fc3b362f745f12739fceb0a4bd879');
CREATE TABLE leases (
    namespace TEXT NOT NULL,
    name TEXT NOT NULL,
    holder TEXT NOT NULL,
    token INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (namespace, name)
) WITHOUT ROWID, STRICT;
CREATE INDEX jobs_due ON jobs (object, due, id) WHERE state < 2;
COMMIT;
