-- region tables
CREATE TABLE orders (
  id     VARCHAR(36) NOT NULL PRIMARY KEY,
  status VARCHAR(20) NOT NULL
);

CREATE TABLE outbox (
  id       BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  event_id CHAR(36)     NOT NULL,
  topic    VARCHAR(100) NOT NULL,
  key_     VARCHAR(100) NOT NULL, -- what order is kept for
  type     VARCHAR(100) NOT NULL,
  version  INT          NOT NULL,
  body     JSON         NOT NULL,
  created  TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)
);
-- endregion tables
