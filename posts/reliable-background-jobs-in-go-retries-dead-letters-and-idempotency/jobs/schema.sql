-- region jobs
CREATE TABLE jobs (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind        VARCHAR(64)  NOT NULL,
  payload     JSON         NOT NULL,
  unique_key  VARCHAR(128) NULL UNIQUE,
  state       ENUM('ready', 'running', 'done', 'dead')
              NOT NULL DEFAULT 'ready',
  run_at      DATETIME(3)  NULL DEFAULT CURRENT_TIMESTAMP(3),
  attempts    INT          NOT NULL DEFAULT 0,
  claim       INT          NOT NULL DEFAULT 0, -- only ever grows
  last_error  TEXT         NULL,
  redriven_by VARCHAR(64)  NULL,
  KEY due (run_at), -- NULL when nothing is left to do
  KEY found (state, kind)
);
-- endregion jobs
