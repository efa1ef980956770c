#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two runs of one situation, one of which may see less: they differ by what is unknown, and by nothing else.

    onlyunknown.py FULL LESS FORMAT...    each a prefix: FULL.json, FULL.prometheus, ...

Prints a line for each difference that is none of an unknown. Where only FULL has found something about the agent, the
verdict may be a better one in LESS, which says beside it what it has not seen."""
import json
import re
import sys
import xml.etree.ElementTree as ElementTree

# Measured anew by each run.
MEASURED = {'time', 'duration_us', 'us', 'connect_us', 'tls_us', 'failed_us', 'ttl_s', 'clock_skew_s', 'took_us'}
# They say of the run itself how much it sees.
SIGHT = {'privileged', 'seen', 'unseen', 'agent_seen', 'ECSPROBE_AGENT_SEEN', 'AgentSeen'}
UNSEEN = re.compile(r'(, |; | \(endpoints; | \()agent not (fully )?seen: run with sudo\)?'
                    r'|(?:(?<=\n)not checked: |<p>Not checked: )of the agent: [^\n<]*(?:\n    [^\n<]*)*(?:</p>)?')
NUMBER = re.compile(r'\d+(\.\d+)?')
VERDICT = re.compile(r'\b(healthy|degraded|unhealthy|ok|warning|critical)\b', re.I)
WORST = re.compile(r', agent-[a-z-]+ agent\b')
# Whether the verdicts may differ.
LOOSE = False


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def unknown_members(less):
    """The names of those that this object says it does not know."""
    names = set()
    if less.get('known') is False:
        names |= set(less)
    if less.get('seen') is False:
        names.add('why')
    if less.get('log_known') is False:
        names |= {name for name in less if name.startswith(('log_', 'acs'))} | {'last_error'}
    if less.get('peers_known') is False:
        names |= {name for name in less if name.startswith('peers')}
    return names


def compare(full, less, path):
    if full == less or less is None:
        return
    if isinstance(full, dict) and isinstance(less, dict):
        unknown = unknown_members(less)
        for name in sorted(full.keys() | less.keys()):
            if name in MEASURED | SIGHT | unknown or (LOOSE and name.lower().endswith('verdict')):
                continue
            if name not in full or name not in less:
                yield f'{path}.{name}: only in {"less" if name in less else "full"}'
            else:
                yield from compare(full[name], less[name], f'{path}.{name}')
    elif isinstance(full, list) and isinstance(less, list) and len(full) == len(less):
        for at, (one, other) in enumerate(zip(full, less)):
            yield from compare(one, other, f'{path}[{at}]')
    else:
        yield f'{path}: {full!r} and {less!r}'


def of_others(findings):
    """Without the agent's, of which one says that it is not seen."""
    return [finding for finding in findings if finding['subject'] != 'agent']


def guesses(full, less, where):
    """Of the agent nothing is found that was not seen, too, by who sees more."""
    known = {finding['code'] for finding in full} | {'agent-unknown'}
    yield from (f'{where}: {finding["code"]}' for finding in less if finding['code'] not in known)


def by_json(full, less):
    full, less = json.loads(full), json.loads(less)
    yield from guesses(full['findings'], less['findings'], 'json')
    for one in full, less:
        one['findings'] = of_others(one['findings'])
        del one['counts']['findings']
    yield from compare(full, less, 'json')


def by_jsonl(full, less):
    full, less = ([json.loads(line) for line in text.splitlines()] for text in (full, less))
    kinds = [[line for line in lines if line['type'] == 'finding'] for lines in (full, less)]
    yield from guesses(*kinds, 'jsonl')
    full, less = ([line for line in lines if line.get('subject') != 'agent'] for lines in (full, less))
    for line in full + less:
        line.get('counts', {}).pop('findings', None)
    yield from compare(full, less, 'jsonl')


def series(text):
    found = {}
    for line in text.splitlines():
        if not line.startswith('#'):
            name, value = line.rsplit(' ', 1)
            found[name] = 'measured' if re.match(r'ecsprobe_(run|dns|tcp|tls)_\w+_seconds', name) else value
    return found


def by_prometheus(full, less):
    full, less = series(full), series(less)
    for name in sorted(full.keys() | less.keys()):
        one, other = full.get(name), less.get(name)
        if other is None and name.startswith(('ecsprobe_agent_', 'ecsprobe_findings{code="agent-')):
            continue
        if LOOSE and name.startswith('ecsprobe_verdict'):
            continue
        if name in ('ecsprobe_agent_seen', 'ecsprobe_findings{code="agent-unknown",severity="note"}'):
            continue
        if one != other:
            yield f'prometheus: {name}: {one} and {other}'


def by_emf(full, less):
    full, less = json.loads(full), json.loads(less)
    for name in sorted(full.keys() | less.keys()):
        gone = name not in less and name.startswith('Agent') or LOOSE and name in ('Verdict', 'Healthy')
        if not gone and name not in SIGHT | {'_aws'} and not re.search('Duration|Max$', name) and full.get(name) != less.get(name):
            yield f'emf: {name}: {full.get(name)} and {less.get(name)}'


def cases(text):
    return {(case.get('classname'), case.get('name')): [(part.tag, part.get('type')) for part in case if part.tag != 'system-out']
            for case in ElementTree.fromstring(text).iter('testcase')}


def by_junit(full, less):
    full, less = cases(full), cases(less)
    for name in sorted(full.keys() | less.keys()):
        if full.get(name) != less.get(name) and (name[0] != 'ecsprobe.agent' or less.get(name) != [('skipped', None)]):
            yield f'junit: {name}: {full.get(name)} and {less.get(name)}'


def by_tap(full, less):
    full, less = ([line for line in text.splitlines() if line.startswith(('ok', 'not ok', '1..'))] for text in (full, less))
    yield from (f'tap: {one!r} and {other!r}' for one, other in zip(full, less)
                if one != other and not re.fullmatch(r'ok \d+ - agent # SKIP agent-unknown', other))
    if len(full) != len(less):
        yield f'tap: {len(full)} and {len(less)} tests'


def plain(text):
    text = NUMBER.sub('N', UNSEEN.sub('', text))
    return VERDICT.sub('V', WORST.sub('', text)) if LOOSE else text


def by_nagios(full, less):
    if 'agent not fully seen: run with sudo' not in less.splitlines()[0]:
        yield 'nagios: it does not say what it does not see'
    full, less = ([line for line in plain(text).splitlines() if ' agent: ' not in line] for text in (full, less))
    if full != less:
        yield f'nagios: {full} and {less}'


def by_text(full, less):
    """Down to the agent's paragraph; findings are compared in JSON."""
    if not re.match(r'.*\n[A-Z]+ \(.*agent not fully seen: run with sudo\)\n', less):
        yield 'text: its second line does not say what it does not see'
    full, less = (' '.join(plain(text).split('\nagent ')[0].split()) for text in (full, less))
    if full != less:
        yield f'text: {full} and {less}'


def by_brief(full, less):
    """Its head; findings are compared in JSON."""
    heads = []
    for text in full, less:
        lines = text.splitlines()
        end = next((at for at, line in enumerate(lines) if re.match('FAIL |WARN |and |all of it: ', line)), len(lines))
        heads.append(' '.join(lines[:end]))
        if len(lines) > 20 or max(map(len, lines)) > 79:
            yield f'brief: {len(lines)} lines: {text}'
    if 'agent not fully seen: run with sudo' not in heads[1]:
        yield 'brief: it does not say what it does not see'
    if plain(heads[0]) != plain(heads[1]):
        yield f'brief: {heads[0]} and {heads[1]}'


def by_html(full, less):
    if 'agent not fully seen: run with sudo' not in less:
        yield 'html: it does not say what it does not see'
    parts = re.compile(r'<section><h2[^>]*>(ECS agent|Findings)</h2>.*?</section>|<svg.*?</svg>|<style>.*?</style>', re.S)
    full, less = (' '.join(re.sub(r'<[^>]*>', ' ', plain(parts.sub('', text))).split()) for text in (full, less))
    if full != less:
        yield f'html: {full} and {less}'


def by_journal(full, less):
    """What journalctl -o json has of each: lines, of which the agent's are findings."""
    for name, lines in ('full', full.splitlines()), ('less', less.splitlines()):
        if not lines:
            yield f'journal: nothing in {name}'
    full, less = ([{name: plain(value) if isinstance(value, str) else value for name, value in json.loads(line).items() if name == 'MESSAGE' or name.startswith('ECSPROBE_')}
                   for line in text.splitlines()] for text in (full, less))
    full, less = ([entry for entry in entries if entry.get('ECSPROBE_SUBJECT') != 'agent'] for entries in (full, less))
    yield from compare(full, less, 'journal')


def only_full_knows():
    full, less = ({finding['code'] for finding in json.loads(read(f'{prefix}.json'))['findings']
                   if finding['subject'] == 'agent' and finding['severity'] != 'note'} for prefix in sys.argv[1:3])
    return bool(full - less)


def main():
    global LOOSE
    LOOSE = only_full_knows()
    found = 0
    for name in sys.argv[3:]:
        compared = globals().get(f'by_{name}') or (lambda full, less, name=name: [f'{name}: nothing compares it: write by_{name}() in tests/e2e/servers/onlyunknown.py'])
        for difference in compared(*(read(f'{prefix}.{name}') for prefix in sys.argv[1:3])):
            print(difference)
            found += 1
    sys.exit(1 if found else 0)


main()
