/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_CODE_H
#define ECSPROBE_CODE_H
/* The closed set of cause words.  The engine sets the symptom, the judge may
 * replace it by a narrower cause.  Names are a contract: every output and the
 * documentation use the same kebab-case word.  A new code is one row here and
 * one text in the judge. */
#include <stdbool.h>
#include <stddef.h>

/* X(enumerator, name) */
#define ECSPROBE_CODES(X)                               \
	X(DNS_NXDOMAIN, "dns-nxdomain")                 \
	X(DNS_NODATA, "dns-nodata")                     \
	X(DNS_SERVFAIL, "dns-servfail")                 \
	X(DNS_REFUSED, "dns-refused")                   \
	X(DNS_TIMEOUT, "dns-timeout")                   \
	X(DNS_UNREACHABLE, "dns-unreachable")           \
	X(DNS_BAD_ANSWER, "dns-bad-answer")             \
	X(RESOLVER_MISMATCH, "resolver-mismatch")       \
	X(HOSTS_OVERRIDE, "hosts-override")             \
	X(PUBLIC_ADDRESS, "public-address")             \
	X(PRIVATE_ADDRESS, "private-address")           \
	X(MIXED_ADDRESSES, "mixed-addresses")           \
	X(BLACKHOLE_ADDRESS, "blackhole-address")       \
	X(OUTSIDE_ALLOWED_CIDR, "outside-allowed-cidr") \
	X(PARTIAL_ADDRESSES, "partial-addresses")       \
	X(TOO_MANY_ADDRESSES, "too-many-addresses")     \
	X(TCP_TIMEOUT, "tcp-timeout")                   \
	X(TCP_REFUSED, "tcp-refused")                   \
	X(TCP_RESET, "tcp-reset")                       \
	X(TCP_UNREACHABLE, "tcp-unreachable")           \
	X(TLS_TIMEOUT, "tls-timeout")                   \
	X(TLS_RESET, "tls-reset")                       \
	X(TLS_CLOSED, "tls-closed")                     \
	X(TLS_ALERT, "tls-alert")                       \
	X(TLS_NOT_TLS, "tls-not-tls")                   \
	X(TLS_VERSION, "tls-version")                   \
	X(TLS_UNTRUSTED, "tls-untrusted")               \
	X(TLS_WRONG_HOST, "tls-wrong-host")             \
	X(TLS_EXPIRED, "tls-expired")                   \
	X(TLS_NOT_YET_VALID, "tls-not-yet-valid")       \
	X(TRUST_STORE_EMBEDDED, "trust-store-embedded") \
	X(TRUST_STORE_UNUSABLE, "trust-store-unusable") \
	X(NO_FAMILY_ROUTE, "no-family-route")           \
	X(NOT_FINISHED, "not-finished")                 \
	X(INTERRUPTED, "interrupted")                   \
	X(IMDS_UNREACHABLE, "imds-unreachable")         \
	X(IMDS_DISABLED, "imds-disabled")               \
	X(IMDS_BAD_ANSWER, "imds-bad-answer")           \
	X(REGION_UNKNOWN, "region-unknown")             \
	X(REGION_DIFFERS, "region-differs")             \
	X(ACCOUNT_UNKNOWN, "account-unknown")           \
	X(CLOCK_SKEW, "clock-skew")

enum code {
	CODE_NONE,
#define X(enumerator, name) CODE_##enumerator,
	ECSPROBE_CODES(X)
#undef X
		CODE_COUNT,
};

/* NULL for CODE_NONE. */
const char *code_name(enum code code);

/* False, and *code untouched, when the word is not one of ours. */
bool code_parse(const char *name, enum code *code);

#endif
