// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

// The websocket of ACS and TCS: a dial of its own with the proxies of the environment, TLS 1.2 as the least, and one
// deadline for all of it.
type websocket struct {
	setting
	host string
}

func newWebsocket(s setting, host string) client { return &websocket{s, host} }

func (w *websocket) try(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, w.limit)
	defer cancel()
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://"+w.host+"/ws", nil)
	if err != nil {
		return err
	}
	conn, err := w.connect(ctx, ask)
	if err != nil {
		return err
	}
	defer conn.Close()
	secure := tls.Client(conn, &tls.Config{ServerName: w.host, MinVersion: tls.VersionTLS12, CipherSuites: w.suites})
	if err := secure.HandshakeContext(ctx); err != nil {
		return err
	}
	ask.Header["Upgrade"] = []string{"websocket"}
	ask.Header["Connection"] = []string{"Upgrade"}
	ask.Header["Sec-WebSocket-Key"] = []string{base64.StdEncoding.EncodeToString([]byte("sixteen bytes ..")[:16])}
	ask.Header["Sec-WebSocket-Version"] = []string{"13"}
	if err := ask.Write(secure); err != nil {
		return err
	}
	// Whether the service wants a websocket is not asked.
	_, err = http.ReadResponse(bufio.NewReader(secure), ask)
	return err
}

// A connection to the host, or through the proxy that the environment has for it.  What is no http:// proxy, this kind of
// client does not know.
func (w *websocket) connect(ctx context.Context, ask *http.Request) (net.Conn, error) {
	dialer := &net.Dialer{Timeout: 30 * time.Second, Resolver: resolver}
	target := net.JoinHostPort(ask.URL.Hostname(), "443")
	proxy, err := w.proxy(ask)
	if err != nil {
		return nil, err
	}
	if proxy == nil {
		return within(ctx, dialer, target)
	}
	if proxy.Scheme != "http" {
		return nil, fmt.Errorf("unknown proxy scheme %s", proxy.Scheme)
	}
	port := proxy.Port()
	if port == "" {
		port = "80"
	}
	conn, err := within(ctx, dialer, net.JoinHostPort(proxy.Hostname(), port))
	if err != nil {
		return nil, err
	}
	if err := tunnel(conn, proxy, target); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

func within(ctx context.Context, dialer *net.Dialer, address string) (net.Conn, error) {
	// The agent hands its dialer over as one that knows no context: only its own 30 s count while it dials.
	conn, err := dialer.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	deadline, _ := ctx.Deadline()
	return conn, conn.SetDeadline(deadline)
}

func tunnel(conn net.Conn, proxy *url.URL, target string) error {
	header := make(http.Header)
	if password, given := proxy.User.Password(); given {
		header.Set("Proxy-Authorization",
			"Basic "+base64.StdEncoding.EncodeToString([]byte(proxy.User.Username()+":"+password)))
	}
	ask := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: target}, Host: target, Header: header}
	if err := ask.Write(conn); err != nil {
		return err
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), ask)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return &refused{answer.Status}
	}
	return nil
}

type refused struct{ status string }

func (r *refused) Error() string { return "the proxy refuses: " + r.status }
