-- region schema
CREATE TABLE coupons (
  code       VARCHAR(32) NOT NULL PRIMARY KEY,
  percent    INT         NOT NULL,
  max_uses   INT         NOT NULL,
  expires_at DATETIME(6) NOT NULL
) ENGINE=InnoDB;

CREATE TABLE redemptions (
  code     VARCHAR(32) NOT NULL,
  order_id VARCHAR(64) NOT NULL,
  PRIMARY KEY (code, order_id),
  FOREIGN KEY (code) REFERENCES coupons (code)
) ENGINE=InnoDB;
-- endregion schema
