// SPDX-License-Identifier: Apache-2.0

// What the agent, which is a Go program, makes of a network: the same names from the same place, by clients that are set
// up as the agent's are.  It verifies as the agent does and knows nothing of ecsprobe.
//
//	oracle SERVICE=HOST...
//
// The environment has HTTPS_PROXY, NO_PROXY and SSL_CERT_FILE, as the agent's has.  A line each on standard output:
// SERVICE, what came of it (works, slow, fails), why, and the milliseconds that it took.
package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"
)

// From here on an operator would notice; the name's and the network's own time in the laboratory is far below.
const slowAfter = 2500 * time.Millisecond

// The agent is built without cgo, and so is this; said once more, so that no build tag changes it.
var resolver = &net.Resolver{PreferGo: true}

// ecs-agent/utils/cipher.
var agentSuites = []uint16{
	tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
	tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
	tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
	tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
	tls.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
	tls.TLS_RSA_WITH_AES_128_GCM_SHA256,
	tls.TLS_RSA_WITH_AES_128_CBC_SHA256,
	tls.TLS_RSA_WITH_AES_128_CBC_SHA,
	tls.TLS_RSA_WITH_AES_256_GCM_SHA384,
	tls.TLS_RSA_WITH_AES_256_CBC_SHA,
}

// One of the clients, for one host.
type client interface {
	try(ctx context.Context) error
}

// ecs-agent/utils/httpproxy: as net/http finds it, but where there is none for https, the one for http is taken, and
// NO_PROXY is compared with the port of https.
func agentProxy(ask *http.Request) (*url.URL, error) {
	proxy, err := http.ProxyFromEnvironment(ask)
	if proxy != nil || err != nil {
		return proxy, err
	}
	plain := ask.Clone(ask.Context())
	plain.URL.Scheme, plain.URL.Host = "http", net.JoinHostPort(ask.URL.Hostname(), "443")
	return http.ProxyFromEnvironment(plain)
}

// How one is set up.
type setting struct {
	limit  time.Duration // of a request as a whole; 0: none
	suites []uint16      // nil: Go's own
	proxy  func(*http.Request) (*url.URL, error)
	tries  int
	make   func(s setting, host string) client
}

// agent/ecr, agent/asm, agent/ssm, agent/s3: 5 s.  ecs-agent/api/ecs: dial, handshake and 2 s.  ecs-agent/wsclient.  The
// SDK asks three times, whatever went wrong, unless there is no such name.  A websocket is tried again for ever, so that
// its first time says what will come of it.
var settings = map[string]setting{
	"ecs":            {42 * time.Second, agentSuites, agentProxy, 3, newRequest},
	"ecr.api":        {5 * time.Second, agentSuites, agentProxy, 3, newRequest},
	"secretsmanager": {5 * time.Second, agentSuites, agentProxy, 3, newRequest},
	"ecs-agent":      {30 * time.Second, agentSuites, agentProxy, 1, newWebsocket},
	"ecs-telemetry":  {30 * time.Second, agentSuites, agentProxy, 1, newWebsocket},
	// dockerd.
	"ecr.dkr":    {0, nil, http.ProxyFromEnvironment, 1, newRequest},
	"ecr.layers": {0, nil, http.ProxyFromEnvironment, 1, newRequest},
	"logs":       {0, nil, http.ProxyFromEnvironment, 3, newRequest},
}

// A request for which a service need only answer: what it says is not asked.  One transport for all tries, as in the
// agent: a connection that comes about after the limit is there for the next try.
type requester struct {
	http http.Client
	host string
}

func newRequest(s setting, host string) client {
	return &requester{http.Client{Timeout: s.limit, Transport: &http.Transport{
		Proxy: s.proxy,
		DialContext: (&net.Dialer{
			Timeout:   30 * time.Second,
			KeepAlive: 30 * time.Second,
			Resolver:  resolver,
		}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		TLSClientConfig:     &tls.Config{CipherSuites: s.suites},
	}}, host}
}

func (r *requester) try(ctx context.Context) error {
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://"+r.host+"/", nil)
	if err != nil {
		return err
	}
	answer, err := r.http.Do(ask)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

// Longer than any client's own limit: dockerd has none where a peer is silent after the handshake.  The pause is about the
// mean of the SDK's first.
func try(service, host string) (time.Duration, error) {
	s := settings[service]
	c := s.make(s, host)
	start := time.Now()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	err := c.try(ctx)
	for n := 1; n < s.tries && err != nil && mayPass(err); n++ {
		time.Sleep(500 * time.Millisecond)
		err = c.try(ctx)
	}
	return time.Since(start), err
}

func verdict(service, host string) string {
	took, err := try(service, host)
	word, why := "works", "-"
	switch {
	case err != nil:
		word, why = "fails", reason(err)
	case took > slowAfter:
		word = "slow"
	}
	if err != nil && os.Getenv("ORACLE_VERBOSE") != "" {
		fmt.Fprintf(os.Stderr, "%s: %v\n", service, err)
	}
	return fmt.Sprintf("%s\t%s\t%s\t%d", service, word, why, took.Milliseconds())
}

func main() {
	lines := make([]string, len(os.Args)-1)
	var all sync.WaitGroup
	for i, word := range os.Args[1:] {
		service, host, found := strings.Cut(word, "=")
		if _, known := settings[service]; !found || !known {
			fmt.Fprintf(os.Stderr, "usage: oracle SERVICE=HOST...: %s\n", word)
			os.Exit(64)
		}
		all.Add(1)
		go func() {
			defer all.Done()
			lines[i] = verdict(service, host)
		}()
	}
	all.Wait()
	fmt.Println(strings.Join(lines, "\n"))
}
