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
#define ECSPROBE_CODES(X)                                           \
	X(DNS_NXDOMAIN, "dns-nxdomain")                             \
	X(DNS_NODATA, "dns-nodata")                                 \
	X(DNS_SERVFAIL, "dns-servfail")                             \
	X(DNS_REFUSED, "dns-refused")                               \
	X(DNS_TIMEOUT, "dns-timeout")                               \
	X(DNS_TOO_SLOW, "dns-too-slow")                             \
	X(DNS_UNREACHABLE, "dns-unreachable")                       \
	X(DNS_NO_EDNS, "dns-no-edns")                               \
	X(DNS_BAD_ANSWER, "dns-bad-answer")                         \
	X(DNS_THROTTLED, "dns-throttled")                           \
	X(RESOLVER_MISMATCH, "resolver-mismatch")                   \
	X(RESOLVER_SET_DIFFERS, "resolver-set-differs")             \
	X(RESOLV_CONF_MISSING, "resolv-conf-missing")               \
	X(NAMESERVERS_IGNORED, "nameservers-ignored")               \
	X(TASK_RESOLVER_PUBLIC, "task-resolver-public")             \
	X(TASK_CREDENTIALS, "task-credentials-unreachable")         \
	X(TASK_FORWARDING, "task-forwarding-off")                   \
	X(HOSTS_OVERRIDE, "hosts-override")                         \
	X(ZONE_SHADOWS_NAME, "zone-shadows-name")                   \
	X(ANSWERS_FLAP, "answers-flap")                             \
	X(SEARCH_CAPTURES_NAME, "search-captures-name")             \
	X(ZONE_WRONG_NAME, "zone-wrong-name")                       \
	X(DNS64_UNROUTABLE, "dns64-unroutable")                     \
	X(PUBLIC_ADDRESS, "public-address")                         \
	X(PRIVATE_ADDRESS, "private-address")                       \
	X(MIXED_ADDRESSES, "mixed-addresses")                       \
	X(BLACKHOLE_ADDRESS, "blackhole-address")                   \
	X(SHADOWED_ADDRESS, "shadowed-address")                     \
	X(OUTSIDE_ALLOWED_CIDR, "outside-allowed-cidr")             \
	X(PARTIAL_ADDRESSES, "partial-addresses")                   \
	X(TOO_MANY_ADDRESSES, "too-many-addresses")                 \
	X(NO_FAMILY_ROUTE, "no-family-route")                       \
	X(IPV4_ONLY_NAME, "ipv4-only-name")                         \
	X(ENDPOINT_SET_INCOMPLETE, "endpoint-set-incomplete")       \
	X(PLAIN_NAME_ONLY, "plain-name-only")                       \
	X(WRONG_REGION_ENDPOINT, "wrong-region-endpoint")           \
	X(ENDPOINT_NOT_OFFERED, "endpoint-not-offered")             \
	X(REGION_NEEDS_ALL_ENDPOINTS, "region-needs-all-endpoints") \
	X(CROSS_REGION_UNSUPPORTED, "cross-region-unsupported")     \
	X(SERVICE_CONNECT_BY_AGENT, "service-connect-by-agent")     \
	X(S3_LAYERS_UNREACHABLE, "s3-layers-unreachable")           \
	X(S3_GATEWAY_LIKELY, "s3-gateway-likely")                   \
	X(S3_LAYERS_INTERFACE, "s3-layers-interface")               \
	X(HOST_FIREWALL, "host-firewall")                           \
	X(TCP_TIMEOUT, "tcp-timeout")                               \
	X(TCP_REFUSED, "tcp-refused")                               \
	X(TCP_RESET, "tcp-reset")                                   \
	X(TCP_UNREACHABLE, "tcp-unreachable")                       \
	X(TLS_TIMEOUT, "tls-timeout")                               \
	X(TLS_RESET, "tls-reset")                                   \
	X(TLS_CLOSED, "tls-closed")                                 \
	X(TLS_ALERT, "tls-alert")                                   \
	X(TLS_NOT_TLS, "tls-not-tls")                               \
	X(TLS_VERSION, "tls-version")                               \
	X(TLS_UNTRUSTED, "tls-untrusted")                           \
	X(TLS_WRONG_HOST, "tls-wrong-host")                         \
	X(TLS_EXPIRED, "tls-expired")                               \
	X(TLS_NOT_YET_VALID, "tls-not-yet-valid")                   \
	X(TLS_LARGE_HELLO, "tls-large-hello")                       \
	X(TLS_MTU, "tls-mtu")                                       \
	X(TLS_INTERCEPTED, "tls-intercepted")                       \
	X(TRUST_STORE_EMBEDDED, "trust-store-embedded")             \
	X(TRUST_STORE_UNUSABLE, "trust-store-unusable")             \
	X(PROXY_UNREACHABLE, "proxy-unreachable")                   \
	X(PROXY_DENIED, "proxy-denied")                             \
	X(PROXY_AUTH, "proxy-auth")                                 \
	X(PROXY_UNSUPPORTED, "proxy-unsupported")                   \
	X(PROXIED_CONTROL_PLANE, "proxied-control-plane")           \
	X(DOCKERD_DIFFERS, "dockerd-differs")                       \
	X(NO_PROXY_INCOMPLETE, "no-proxy-incomplete")               \
	X(NOT_FINISHED, "not-finished")                             \
	X(INTERRUPTED, "interrupted")                               \
	X(IMDS_UNREACHABLE, "imds-unreachable")                     \
	X(IMDS_DISABLED, "imds-disabled")                           \
	X(IMDS_INCOMPLETE, "imds-incomplete")                       \
	X(NO_INSTANCE_ROLE, "no-instance-role")                     \
	X(INSTANCE_ROLE_UNUSABLE, "instance-role-unusable")         \
	X(CONFIG_INVALID, "config-invalid")                         \
	X(NOTHING_TO_CHECK, "nothing-to-check")                     \
	X(INTERNAL_ERROR, "internal-error")                         \
	X(IMDS_BAD_ANSWER, "imds-bad-answer")                       \
	X(REGION_UNKNOWN, "region-unknown")                         \
	X(REGION_DIFFERS, "region-differs")                         \
	X(PARTITION_ASSUMED, "partition-assumed")                   \
	X(ACCOUNT_UNKNOWN, "account-unknown")                       \
	X(PROFILE_SCOPE, "profile-scope")                           \
	X(NARROWED_BY_SETTINGS, "narrowed-by-settings")             \
	X(CLOCK_SKEW, "clock-skew")                                 \
	X(AUTO_PROFILE, "auto-profile")                             \
	X(AUTO_INCOMPLETE, "auto-incomplete")                       \
	X(NAME_NOT_USED, "name-not-used")                           \
	X(AGENT_ABSENT, "agent-absent")                             \
	X(AGENT_UNKNOWN, "agent-unknown")                           \
	X(AGENT_NOT_RUNNING, "agent-not-running")                   \
	X(AGENT_STARTS_LATER, "agent-starts-later")                 \
	X(AGENT_NOT_REGISTERED, "agent-not-registered")             \
	X(AGENT_REGISTRATION_DENIED, "agent-registration-denied")   \
	X(AGENT_NOT_CONNECTED, "agent-not-connected")               \
	X(AGENT_INACTIVE, "agent-inactive")                         \
	X(AGENT_TOO_OLD, "agent-too-old")                           \
	X(AGENT_KNOWN_BAD, "agent-known-bad")                       \
	X(AGENT_ORPHAN, "agent-orphan")                             \
	X(AGENT_FAILED_TERMINAL, "agent-failed-terminal")           \
	X(AGENT_PUBLIC_PATH, "agent-public-path")                   \
	X(AGENT_STALE_CONFIG, "agent-stale-config")                 \
	X(AGENT_STALE_PATH, "agent-stale-path")                     \
	X(AGENT_STALE_RESOLVER, "agent-stale-resolver")             \
	X(AGENT_TRUST_STALE, "agent-trust-stale")                   \
	X(DOCKERD_TRUST_STALE, "dockerd-trust-stale")               \
	X(AGENT_HOSTS_STALE, "agent-hosts-stale")                   \
	X(AGENT_RESOLVER_MISMATCH, "agent-resolver-mismatch")       \
	X(AGENT_PATH_GONE, "agent-path-gone")                       \
	X(AGENT_STALE_PERSISTS, "agent-stale-persists")             \
	X(AGENT_CLUSTER_DIFFERS, "agent-cluster-differs")           \
	X(AGENT_CONFIG_INVALID, "agent-config-invalid")             \
	X(AGENT_SETTING_REFUSED, "agent-setting-refused")           \
	X(AGENT_SETTING_UNPROVEN, "agent-setting-unproven")         \
	X(AGENT_SETTING_UNREAD, "agent-setting-unread")             \
	X(AGENT_CLOUD_INIT_FALLBACK, "agent-cloud-init-fallback")   \
	X(AGENT_IMDSV1_ONLY, "agent-imdsv1-only")                   \
	X(AGENT_NO_CHECKPOINT, "agent-no-checkpoint")               \
	X(AGENT_NO_RUNTIME, "agent-no-runtime")                     \
	X(AGENT_NOT_READY, "agent-not-ready")                       \
	X(AGENT_CONNECTION_UNPROVEN, "agent-connection-unproven")   \
	X(API_POLICY_DENIED, "api-policy-denied")                   \
	X(API_DENIED, "api-denied")                                 \
	X(API_CREDENTIALS, "api-credentials")                       \
	X(API_CLOCK_SKEW, "api-clock-skew")                         \
	X(API_ERROR, "api-error")                                   \
	X(BAKE_UNREADABLE, "bake-unreadable")                       \
	X(BAKE_AGENT_STATE, "bake-agent-state")                     \
	X(BAKE_RESOLVER_PINNED, "bake-resolver-pinned")             \
	X(BAKE_NO_DOCKER, "bake-no-docker")                         \
	X(BAKE_NO_ECS_INIT, "bake-no-ecs-init")                     \
	X(BAKE_NO_AGENT_IMAGE, "bake-no-agent-image")               \
	X(BAKE_UNIT_DISABLED, "bake-unit-disabled")                 \
	X(BAKE_NO_AMAZON_ROOTS, "bake-no-amazon-roots")             \
	X(BAKE_CLUSTER_DIFFERS, "bake-cluster-differs")             \
	X(BAKE_PROXY_DIFFERS, "bake-proxy-differs")                 \
	X(BAKE_CLOUD_INIT_LEFTOVERS, "bake-cloud-init-leftovers")   \
	X(BAKE_MACHINE_ID, "bake-machine-id")                       \
	X(BAKE_LOGS, "bake-logs")                                   \
	X(BAKE_SETTING_REFUSED, "bake-setting-refused")             \
	X(BAKE_SETTING_UNPROVEN, "bake-setting-unproven")           \
	X(BAKE_CONFIG_FILLED, "bake-config-filled")                 \
	X(BAKE_NO_CLOCK_SERVICE, "bake-no-clock-service")           \
	X(BAKE_OWN_UNITS, "bake-own-units")

enum code {
	CODE_NONE,
#define X(enumerator, name) CODE_##enumerator,
	ECSPROBE_CODES(X)
#undef X
		CODE_COUNT,
};

/* NULL for CODE_NONE. */
const char *code_name(enum code code);

/* Of the failures of a name's two families, the more informative one: NODATA is the normal answer
 * of the family that an endpoint does not have. */
enum code code_more_telling(enum code a, enum code b);

/* Cut short by the total deadline or a signal: says nothing about a peer. */
bool code_is_cut(enum code code);

/* False, and *code untouched, when the word is not one of ours. */
bool code_parse(const char *name, enum code *code);

#endif
