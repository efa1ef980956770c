# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The database of an Airflow environment, on its own endpoint and port. PostgreSQL does not begin with TLS; and a
# security group that lets 443 in need not let 5432 in.

database=vpce-0a1b2c3d4e5f60718-a1b2c3d4.vpce-svc-0918f7e6d5c4b3a29.us-east-1.vpce.amazonaws.com
profile mwaa
listener database "$database" 5432
lab_up
probe 4 --profile mwaa --expect private --host "$database:5432/tcp"
expect_exit 0
expect_verdict healthy
expect_endpoint "$database:5432" pass
expect_others pass
expect_class vpc "$database:5432"
expect_findings
drop database
probe 2 --profile mwaa --host "$database:5432/tcp"
expect_exit 1
expect_verdict unhealthy
expect_endpoint "$database:5432" fail tcp-timeout
expect_others pass
expect_findings "fail:tcp-timeout:$database:5432"
