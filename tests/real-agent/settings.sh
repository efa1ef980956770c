# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Each row of the settings' test data: with the bad value the proof says no and touches nothing; a restart that asks nobody
# indeed fails, as the row says; with the right value the same instance is back.

# shellcheck source=/dev/null
source "$ROOT/tests/real-agent/lab.sh"
real_agent
lab_up
wait_agent_registered 60 || { machine_show >&2; lab_error "the agent does not register"; }
before=$(agent_arn)
while IFS=$'\t' read -r key bad right outcome _ who status words; do
	[[ ! ${E2E_ROW-} || $key == "$E2E_ROW" ]] || continue
	remember_agent
	put "$key" "$bad"
	always
	same "proof of $key=$bad" defer "$(from_report .action.kind)"
	[[ $outcome == unproven || $(from_report .action.reason) == @(config-would-fail|config-json-invalid) ]] ||
		fail "$key=$bad: the reason is $(from_report .action.reason)"
	[[ $outcome == refused || $(from_report .action.reason) == setting-not-proven ]] ||
		fail "$key=$bad: the reason is $(from_report .action.reason)"
	expect_agent_untouched
	force
	[[ $ENDED != back || $(agent_arn) == "$before" ]] || ENDED=other
	echo "note: $key=$bad ($who): $ENDED"
	last_words | sed 's/^/    /'
	expected=$status
	[[ $who != init ]] || expected=init-$status
	# The lab has no endpoints in another Region that could refuse it.
	[[ $status != 5 || $ENDED != lost ]] || expected=lost
	same "what $key=$bad ends with" "$expected" "$ENDED"
	[[ ! $words ]] || last_words 200 | grep -qF -- "$words" || fail "$key=$bad: no words like '$words'"
	# What registered as another instance is not to be had back.
	put "$key" "$right"
	force 60
	[[ $ENDED == back ]] || { fail "$key=$right: $ENDED" && last_words; }
	put "$key" -
	[[ $ENDED == back ]] || force 60
	before=$(agent_arn)
done < <(settings_rows)
