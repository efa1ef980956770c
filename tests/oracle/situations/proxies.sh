# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Proxies of the agent's environment. Each value twice: where only the proxy leads to the endpoint, and where only the
# direct path does; so what Go makes of the value shows.

pair='ecs ecs-agent'
# value NAME CREDENTIALS KEY=VALUE...: credentials as the proxy wants them, or -.
value() {
	local name=$1 credentials=$2
	printf -v quoted '%q ' "${@:3}"
	situation "proxy-$name-there" "$pair" "refused_path $pair" "proxy_at $(printf %q "$credentials")" "agent_env $quoted"
	situation "proxy-$name-direct" "$pair" "agent_env $quoted"
}
at=10.0.0.80:3128

value plain - "HTTPS_PROXY=http://$at"
value no-scheme - "HTTPS_PROXY=$at"
value upper-scheme - "HTTPS_PROXY=HTTP://$at"
value slash - "HTTPS_PROXY=http://$at/"
value path - "HTTPS_PROXY=http://$at/path?query#fragment"
value no-port - 'HTTPS_PROXY=http://10.0.0.80'
value https - "HTTPS_PROXY=https://$at"
value socks5 - "HTTPS_PROXY=socks5://$at"
value ftp - "HTTPS_PROXY=ftp://$at"
value one-slash - "HTTPS_PROXY=http:/$at"
value no-slash - "HTTPS_PROXY=http:$at"
value double-quotes - "HTTPS_PROXY=\"http://$at\""
value single-quotes - "HTTPS_PROXY='http://$at'"
value blank-after - "HTTPS_PROXY=http://$at "
value empty - HTTPS_PROXY=
value port-letters - 'HTTPS_PROXY=http://10.0.0.80:proxy'
value port-empty - 'HTTPS_PROXY=http://10.0.0.80:'
value mapped - 'HTTPS_PROXY=http://[::ffff:10.0.0.80]:3128'
value underscore - 'HTTPS_PROXY=http://no_such_proxy.corp.example:3128'
value http-only - "HTTP_PROXY=http://$at"
value lower-case - "https_proxy=http://$at"
value lower-http - "http_proxy=http://$at"
value all-proxy - "ALL_PROXY=http://$at"
value upper-wins - "HTTPS_PROXY=http://$at" 'https_proxy=http://10.0.0.99:1'
value https-before-http - "HTTPS_PROXY=http://$at" 'HTTP_PROXY=http://10.0.0.99:1'
value bad-https-good-http - 'HTTPS_PROXY=http://us er@x' "HTTP_PROXY=http://$at"

value user 'lab:canary' "HTTPS_PROXY=http://lab:canary@$at"
value user-wrong 'lab:canary' "HTTPS_PROXY=http://lab:wrong@$at"
value user-none 'lab:canary' "HTTPS_PROXY=http://$at"
value user-alone 'lab:' "HTTPS_PROXY=http://lab@$at"
value user-empty-password 'lab:' "HTTPS_PROXY=http://lab:@$at"
value user-no-scheme 'lab:canary' "HTTPS_PROXY=lab:canary@$at"
value user-percent-bad 'lab:pa%ss' "HTTPS_PROXY=http://lab:pa%ss@$at"
value user-percent-40 'lab:p@w' "HTTPS_PROXY=http://lab:p%40w@$at"
value user-percent-25 'lab:p%w' "HTTPS_PROXY=http://lab:p%25w@$at"
value user-two-at 'lab:p@w' "HTTPS_PROXY=http://lab:p@w@$at"
value user-colon 'lab:p:w' "HTTPS_PROXY=http://lab:p:w@$at"
value user-utf8 'lab:p\xc3\xa4' "HTTPS_PROXY=http://lab:pä@$at"
value user-latin1 'lab:p\xe4' "HTTPS_PROXY=http://lab:p"$'\xe4'"@$at"
declare -A SIGNS=([caret]='^' [bar]='|' [quote]='"' [less]='<' [greater]='>' [brace]='{' [unbrace]='}' [backslash]="\\" [backtick]='`'
	[dollar]='$' [and]='&' [plus]='+' [comma]=',' [semicolon]=';' [equals]='=' [exclamation]='!' [star]='*' [tilde]='~'
	[bracket]='[' [unbracket]=']' [paren]='(' [hash]='#' [question]='?' [slash]='/' [blank]=' ' [apostrophe]="'")
for sign in $(printf '%s\n' "${!SIGNS[@]}" | sort); do
	value "sign-$sign" "lab:p${SIGNS[$sign]//\\/\\\\}w" "HTTPS_PROXY=http://lab:p${SIGNS[$sign]}w@$at"
done

# NO_PROXY: there, only the proxy leads to it; direct, only the direct path.
no() { value "no-$1" - "HTTPS_PROXY=http://$at" "NO_PROXY=$2"; }
host=${HOST[ecs]}
no host "$host"
no host-upper "${host^^}"
no host-port "$host:443"
no host-port-zeros "$host:0443"
no host-port-other "$host:80"
no host-port-https "$host:https"
no host-port-empty "$host:"
no host-dot ".$host"
no host-dot-after "$host."
no domain amazonaws.com
no domain-dot .amazonaws.com
no domain-star '*.amazonaws.com'
no domain-port amazonaws.com:443
no domain-part azonaws.com
no star '*'
no star-in-list 'example.com,*'
no star-and 'e*.us-east-1.amazonaws.com'
no top com
no blanks " example.com , $host "
no semicolons "example.com;$host"
no spaces "example.com $host"
no empty-items ",,$host,,"
no url "https://$host"
no address 10.0.1.10
no address-of-name 10.0.1.10,10.0.1.11
no cidr 10.0.0.0/8
no cidr-all 0.0.0.0/0
no brackets '[::1]'
no imds 169.254.169.254,169.254.170.2,/var/run/docker.sock
no unset-empty ''
value no-lower - "HTTPS_PROXY=http://$at" "no_proxy=$host"
value no-upper-wins - "HTTPS_PROXY=http://$at" NO_PROXY=example.com "no_proxy=$host"
