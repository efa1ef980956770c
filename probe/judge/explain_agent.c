/* SPDX-License-Identifier: Apache-2.0 */
#include "explain_agent.h"

#include <stddef.h>

#include "ecsprobe/util.h"

#define PAGE_ROLE "Amazon ECS Developer Guide: Amazon ECS container instance IAM role"
#define PAGE_AGENT "Amazon ECS Developer Guide: Amazon ECS container agent configuration"
#define PAGE_INSTALL "Amazon ECS Developer Guide: Installing the Amazon ECS container agent"
#define PAGE_UPDATE "Amazon ECS Developer Guide: Updating the Amazon ECS container agent"
#define PAGE_TROUBLE "Amazon ECS Developer Guide: Amazon ECS troubleshooting"
#define PAGE_ECS "Amazon ECS Developer Guide: Amazon ECS interface VPC endpoints (AWS PrivateLink)"
#define PAGE_INTROSPECTION "Amazon ECS Developer Guide: Amazon ECS container agent introspection"
#define PAGE_SAFELY "man ecsprobe-restart"

static const struct {
	enum code code;
	struct explanation text;
} table[] = {
	{ CODE_AGENT_ABSENT,
	  { "there is no ECS agent on this instance", "the instance never appears in a cluster",
	    "the package (ecs-init, amazon-ecs-init); nothing, where no tasks are meant to run; "
	    "--require-agent makes this a failure",
	    PAGE_INSTALL } },
	{ CODE_AGENT_UNKNOWN,
	  { "something about the agent could not be read",
	    "nothing: this says nothing about the agent",
	    "whether ecsprobe runs as root; what the message names; nothing is judged by what is "
	    "not known, and no restart is made by it",
	    PAGE_SAFELY } },
	{ CODE_AGENT_NOT_RUNNING,
	  { "the agent does not run, and nothing is about to start it",
	    "the cluster shows 'Agent connected: false'; tasks run on without credentials or "
	    "supervision",
	    "systemctl status ecs and journalctl -u ecs; a docker stop of the agent under ecs-init "
	    "ends the unit too, and nothing starts it again",
	    PAGE_TROUBLE } },
	{ CODE_AGENT_STARTS_LATER,
	  { "the agent is not started yet, and will be", "nothing unusual while the instance boots",
	    "nothing; in user data never wait for the agent: on Amazon Linux its unit waits for "
	    "the end of cloud-init, so each would wait for the other (use --no-block)",
	    PAGE_INSTALL } },
	{ CODE_AGENT_NOT_REGISTERED,
	  { "the agent runs but has not registered this instance",
	    "'unable to register container instance'; port 51678 refuses until it has",
	    "/var/log/ecs/ecs-agent.log; the endpoint ecs, the permission "
	    "ecs:RegisterContainerInstance of the instance role, and the metadata service; a "
	    "warning for five minutes after its start, then a failure",
	    PAGE_INTROSPECTION } },
	{ CODE_AGENT_REGISTRATION_DENIED,
	  { "a policy does not let the agent register this instance",
	    "'AccessDeniedException' in the agent's log, and ecs-init starts it again and "
	    "again; the network is fine",
	    "what the line in the report says of the policy: of a VPC endpoint (com.amazonaws."
	    "REGION.ecs), of the instance role (AmazonEC2ContainerServiceforEC2Role), or of the "
	    "organization",
	    PAGE_TROUBLE } },
	{ CODE_AGENT_NOT_CONNECTED,
	  { "the agent is registered, and its connection to ACS fails",
	    "the cluster shows 'Agent connected: false'; no task starts or stops here, and tasks "
	    "lose their credentials within hours",
	    "the line of the agent's log in the report; policies of the endpoints ecs (ecs:Discover"
	    "PollEndpoint) and ecs-agent (ecs:Poll), a proxy that does not pass websockets, the "
	    "agent's own nameservers and trust store; a failure of less than five minutes (90 s "
	    "after a start) is a note, as the agent dials again by itself",
	    PAGE_ECS } },
	{ CODE_AGENT_INACTIVE,
	  { "ECS calls this container instance inactive: it was deregistered",
	    "'InactiveInstanceException' in the agent's log once an hour, and no tasks",
	    "who deregistered it; to use it again: systemctl stop ecs, delete /var/lib/ecs/data, "
	    "systemctl start ecs; it comes back as another container instance",
	    PAGE_TROUBLE } },
	{ CODE_AGENT_TOO_OLD,
	  { "the agent is older than interface endpoints for ECS",
	    "it takes the public path whatever endpoints there are",
	    "update it to 1.25.1 or later, which jobs of AWS Batch need too: yum update ecs-init, "
	    "then systemctl restart ecs",
	    PAGE_UPDATE } },
	{ CODE_AGENT_KNOWN_BAD,
	  { "the agent is of a version with a known fault in restarts",
	    "1.85.0 to 1.86.0: dead after docker is restarted; 1.44.0 to 1.44.3: its tasks are "
	    "forgotten after it ended badly",
	    "update it before anything else restarts it or docker", PAGE_UPDATE } },
	{ CODE_AGENT_ORPHAN,
	  { "the agent's container runs without the unit that should look after it",
	    "tasks get no credentials from 169.254.170.2; nothing restarts the agent, its "
	    "configuration is an old one, and its port 51678 is open to others",
	    "who ran docker start or docker restart on it: under ecs-init that is not a restart; "
	    "systemctl start ecs replaces the container (its state is not saved once more, the "
	    "saved one is used)",
	    PAGE_SAFELY } },
	{ CODE_AGENT_FAILED_TERMINAL,
	  { "the agent ended with exit code 5: it will not try again",
	    "'Data mismatch; saved cluster', an instance whose type changed, cgroups that "
	    "cannot be set up",
	    "the end of /var/log/ecs/ecs-agent.log; ECS_CLUSTER against the cluster it was "
	    "registered with; an AMI that was made with /var/lib/ecs/data in it",
	    PAGE_TROUBLE } },
	{ CODE_AGENT_PUBLIC_PATH,
	  { "the running agent talks to ECS over public addresses",
	    "numbered hosts (ecs-a-1 ...) in its log; it works as long as a NAT or internet "
	    "gateway carries it",
	    "that the endpoints ecs-agent, ecs-telemetry and ecs exist with private DNS, and that "
	    "no proxy resolves their names elsewhere; --expect public if that path is meant",
	    PAGE_ECS } },
	{ CODE_AGENT_STALE_CONFIG,
	  { "the running agent holds another configuration than the files",
	    "a change of ecs.config seems to do nothing",
	    "the keys that the message names; under ecs-init systemctl restart ecs makes the "
	    "container again with the files of now, docker restart does not",
	    PAGE_AGENT } },
	{ CODE_AGENT_STALE_PATH,
	  { "the running agent still uses the public path, though the private one is ready",
	    "numbered hosts (ecs-a-1 ...) in its log for up to 12 hours after the endpoints were "
	    "made; cut off when the NAT gateway goes before that",
	    "ecsprobe --restart-agent, which moves it at once", PAGE_ECS } },
	{ CODE_AGENT_STALE_RESOLVER,
	  { "the agent's container asks other nameservers than the host",
	    "'no such host' in the agent's log for names that resolve on the host",
	    "when the DHCP option set or /etc/resolv.conf changed: Docker copies it when the "
	    "container starts",
	    PAGE_SAFELY } },
	{ CODE_AGENT_TRUST_STALE,
	  { "the trust store changed after the agent was started",
	    "'x509: certificate signed by unknown authority' in the agent's log, while the same "
	    "endpoint is trusted in a shell on the instance",
	    "nothing where it is a note: the agent works with what it read; else restart the "
	    "agent, which --restart-agent=if-stale does where its log proves it; dockerd reads the "
	    "store once too, and is restarted by sudo systemctl restart docker",
	    PAGE_SAFELY } },
	{ CODE_DOCKERD_TRUST_STALE,
	  { "the trust store changed after dockerd was started, and TLS is intercepted",
	    "'CannotPullContainerError: x509: certificate signed by unknown authority', or awslogs "
	    "containers that do not start",
	    "whether a pull works; if not: drain the instance, then sudo systemctl restart docker, "
	    "which ends the containers of tasks unless live-restore is on, and restarts the agent",
	    PAGE_SAFELY } },
	{ CODE_AGENT_HOSTS_STALE,
	  { "the agent's container has another /etc/hosts than the host now",
	    "'i/o timeout' or 'connection refused' at an address that the name no longer has "
	    "on the host",
	    "what changed in /etc/hosts: Docker copies it when the container starts, so that a "
	    "pin stays with the agent until its next start",
	    PAGE_SAFELY } },
	{ CODE_AGENT_RESOLVER_MISMATCH,
	  { "the agent's own nameservers answer otherwise than the host's",
	    "'no such host' or 'i/o timeout' in the agent's log, or a public path, while the same "
	    "names work in a shell on the instance",
	    "who gives its container those nameservers: dns in /etc/docker/daemon.json, --dns in "
	    "dockerd's options (/etc/sysconfig/docker, /etc/default/docker, a drop-in) or in the "
	    "docker run that made it; after a change restart docker, then the agent",
	    PAGE_SAFELY } },
	{ CODE_AGENT_PATH_GONE,
	  { "the agent is connected to a private address that no name leads to",
	    "nothing unusual: it resolves the name again at its next dial, within 35 minutes",
	    "whether an endpoint was made again lately, and that its old interface is still "
	    "meant to be there",
	    PAGE_ECS } },
	{ CODE_AGENT_STALE_PERSISTS,
	  { "the agent was restarted and is stale in the same way as before",
	    "each restart ends as the one before it",
	    "a proxy that resolves the ECS names outside of this VPC; the file that the agent "
	    "really reads; --restart-agent=always restarts it regardless",
	    PAGE_SAFELY } },
	{ CODE_AGENT_CLUSTER_DIFFERS,
	  { "the configured cluster is not the one the agent is registered with",
	    "at its next start 'Data mismatch; saved cluster', exit code 5, and nothing after it",
	    "ECS_CLUSTER in /etc/ecs/ecs.config, Cluster in ecs.config.json and in the user data; "
	    "to move an instance drain it and delete /var/lib/ecs/data while the agent is stopped",
	    PAGE_AGENT } },
	{ CODE_AGENT_SETTING_REFUSED,
	  { "a setting of the agent's files has a value that its next start fails of",
	    "ecs-init makes no container, or the agent ends with code 1 again and again, or with 5 "
	    "for good, or comes back as another container instance; one that runs does not mind",
	    "the file and line that the message names, and what is expected there; ecsprobe "
	    "--check-config says whether the next start would take it",
	    PAGE_AGENT } },
	{ CODE_AGENT_SETTING_UNPROVEN,
	  { "a setting was changed or added, and whether the next start gets over it is not known",
	    "the agent that runs works with what it was given; a restart could end it",
	    "the spelling of the key, and whether what it names (a path, a profile, a log driver) "
	    "is there for the agent's container; --restart-agent --force restarts it regardless",
	    PAGE_AGENT } },
	{ CODE_AGENT_SETTING_UNREAD,
	  { "a line of the agent's files looks like a setting, and no program reads it",
	    "the agent runs as if the line were not there: in the cluster default, for instance",
	    "the file and line that the message names: KEY=VALUE, without export and without "
	    "blanks before the =",
	    PAGE_AGENT } },
	{ CODE_AGENT_CLOUD_INIT_FALLBACK,
	  { "cloud-init found no data source in this boot, and the instance has user data",
	    "an agent of 1.105.0 or later ends with code 5 for good at its next start, as its "
	    "configuration may lack what the user data writes; an older one starts, perhaps in the "
	    "wrong cluster",
	    "cloud-init status --long and /var/lib/cloud/data/result.json; why the metadata "
	    "service was not reached during the boot; then cloud-init clean --reboot, or replace "
	    "the instance",
	    PAGE_AGENT } },
	{ CODE_TASK_CREDENTIALS,
	  { "169.254.170.2 does not lead tasks to the agent",
	    "nothing; tasks log 'Unable to locate credentials' and start without a role",
	    "iptables -t nat -S: OUTPUT and PREROUTING for 169.254.170.2; the policy of INPUT, "
	    "which ecsprobe does not see; sysctl net.ipv4.conf.all.route_localnet",
	    "Amazon ECS Developer Guide: Amazon ECS task IAM role" } },
	{ CODE_NO_INSTANCE_ROLE,
	  { "the instance has no IAM role, and its agent no other credentials",
	    "'NoCredentialProviders' or 'failed to refresh cached credentials', and it does not "
	    "register",
	    "the instance profile: aws ec2 associate-iam-instance-profile", PAGE_ROLE } },
	{ CODE_INSTANCE_ROLE_UNUSABLE,
	  { "the instance has a role of which EC2 gets no credentials",
	    "'failed to refresh cached credentials'; one that runs goes on until its credentials "
	    "expire",
	    "the role's trust policy, and whether the role in the instance profile was deleted and "
	    "made again",
	    PAGE_ROLE } },
	{ CODE_AGENT_IMDSV1_ONLY,
	  { "the instance requires IMDSv2 tokens, and the agent is older than 1.36.1",
	    "the agent that runs has what it needs; its next start gets no credentials and ends "
	    "with code 1 again and again",
	    "HttpTokens in the instance's metadata options; update the agent (yum update ecs-init) "
	    "before anything restarts it",
	    PAGE_AGENT } },
	{ CODE_AGENT_NO_CHECKPOINT,
	  { "the agent's container was run by hand without ECS_DATADIR",
	    "after each start it registers as another container instance; the tasks that run are "
	    "left to nobody",
	    "docker inspect ecs-agent: ECS_DATADIR=/data in its environment, and /data among its "
	    "mounts",
	    PAGE_AGENT } },
	{ CODE_AGENT_CONFIG_INVALID,
	  { "the agent would not come back with its configuration files as they are",
	    "the agent that runs does not mind; the next one is not even made, or ends with code 1 "
	    "again and again",
	    "the place in /etc/ecs/ecs.config.json or the line in ecs.config that the message "
	    "names; an empty file is fine",
	    PAGE_AGENT } },
	{ CODE_AGENT_NO_RUNTIME,
	  { "docker does not run, and the agent is a container",
	    "ecs.service fails before the agent is even made",
	    "systemctl status docker and journalctl -u docker: a full disk, a broken "
	    "daemon.json, an update that stopped it",
	    PAGE_TROUBLE } },
	{ CODE_AGENT_NOT_READY,
	  { "the agent was restarted by ecsprobe and did not come back ready",
	    "the cluster shows 'Agent connected: false'",
	    "what the message saw last; systemctl status ecs; the end of "
	    "/var/log/ecs/ecs-agent.log; --ready-timeout where the start is merely slow",
	    PAGE_SAFELY } },
	{ CODE_AGENT_CONNECTION_UNPROVEN,
	  { "the agent was restarted and registered; its connection to ACS cannot be seen",
	    "none, if it is: only its log and its connections could tell, and neither does",
	    "the cluster's 'Agent connected'; ECS_LOGLEVEL=info and the default log file let "
	    "ecsprobe see it the next time",
	    PAGE_SAFELY } },
};

const struct explanation *explain_agent(enum code code)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (table[i].code == code)
			return &table[i].text;
	return NULL;
}
