/* SPDX-License-Identifier: Apache-2.0 */
#include "task_rules.h"

#include "findings.h"

static const char task[] = "task";

static const char hint_rules[] =
	"ecs-init sets up these rules (nat OUTPUT and PREROUTING) when it starts: something removed them (iptables -F, another firewall's reload) or comes before them. Stop what removes them; then ecsprobe --restart-agent makes ecs-init set them up again. The INPUT chain must accept packets to 127.0.0.1 port 51679.";
static const char hint_localnet[] =
	"ecs-init sets it when it starts, and something reset it: check /etc/sysctl.d and hardening scripts. To set it now: sysctl -w net.ipv4.conf.all.route_localnet=1.";
static const char hint_forwarding[] =
	"dockerd sets it when it starts, and something reset it: check /etc/sysctl.d, a later 'sysctl --system' and hardening scripts. To set it now: sysctl -w net.ipv4.ip_forward=1 net.ipv4.conf.docker0.forwarding=1.";

/* In a process that has only just registered, the port may open a moment later. */
static bool is_led_nowhere(const struct agent_status *agent)
{
	const struct task_endpoint *seen = &agent->task_endpoint;

	return seen->for_tasks == SIGHT_SEEN && seen->for_host == SIGHT_SEEN &&
	       seen->led == SIGHT_ABSENT && seen->served != SIGHT_UNKNOWN;
}

static void judge_endpoint(struct report *report)
{
	const struct agent_status *agent = report->agent;
	const struct task_endpoint *seen;

	/* The port opens when the agent has registered. */
	if (!agent || !agent->looked || !agent->introspection.arn[0])
		return;
	seen = &agent->task_endpoint;
	if (is_led_nowhere(agent))
		finding_add(report, CODE_TASK_CREDENTIALS, SEVERITY_WARN, task,
			    xasprintf("169.254.170.2, where tasks get their credentials, leads "
				      "nowhere on this host (%s)%s",
				      seen->why,
				      seen->served == SIGHT_SEEN
					      ? ", while the agent serves them on port 51679"
					      : ", and nothing serves them on port 51679"),
			    hint_rules);
	else if (seen->for_tasks == SIGHT_SEEN && seen->localnet == SIGHT_ABSENT)
		finding_add(
			report, CODE_TASK_CREDENTIALS, SEVERITY_WARN, task,
			xstrdup("net.ipv4.conf.all.route_localnet is 0, so tasks in bridge or awsvpc mode cannot reach the agent at 169.254.170.2 for their credentials"),
			hint_localnet);
}

/* dockerd sets it when it starts, so nothing is wrong until something resets it. */
static void judge_forwarding(struct report *report)
{
	const struct agent_status *agent = report->agent;

	if (!agent || !agent->looked || !report->plan || !report->plan->bridged ||
	    agent->task_endpoint.forwarded != SIGHT_ABSENT)
		return;
	finding_add(
		report, CODE_TASK_FORWARDING, SEVERITY_WARN, task,
		xstrdup("this host does not forward packets of Docker's bridge (net.ipv4.conf.docker0.forwarding or net.ipv4.ip_forward is 0), so tasks in Docker's bridge network reach no endpoint, whatever this host itself reaches"),
		hint_forwarding);
}

void judge_tasks(struct report *report)
{
	judge_endpoint(report);
	judge_forwarding(report);
}
