// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"os"
	"strings"
	"syscall"
)

// A word for what went wrong: of a closed set, so that a row does not change with the machine.
func reason(err error) string {
	var dns *net.DNSError
	if errors.As(err, &dns) {
		switch {
		case dns.IsNotFound:
			return "dns-not-found"
		case dns.IsTimeout:
			return "dns-timeout"
		}
		return "dns-error"
	}
	var host x509.HostnameError
	var authority x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var unhandled x509.UnhandledCriticalExtension
	var verification *tls.CertificateVerificationError
	switch {
	case errors.As(err, &host):
		return "wrong-host"
	case errors.As(err, &authority):
		return "unknown-authority"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "expired"
	case errors.As(err, &invalid), errors.As(err, &unhandled), errors.As(err, &verification):
		return "bad-certificate"
	}
	return reasonOfConnection(err)
}

func reasonOfConnection(err error) string {
	var alert tls.AlertError
	var record tls.RecordHeaderError
	var proxy *refused
	var op *net.OpError
	text := err.Error()
	switch {
	case errors.As(err, &proxy), strings.Contains(text, "Proxy Authentication Required"),
		strings.Contains(text, "Forbidden"):
		return "proxy-refuses"
	case strings.Contains(text, "proxyconnect"), strings.Contains(text, "proxy"):
		return "proxy"
	case errors.As(err, &record):
		return "not-tls"
	case errors.As(err, &alert), errors.As(err, &op) && op.Op == "remote error", strings.Contains(text, "tls: "):
		return "tls"
	case strings.Contains(text, "x509: "):
		return "bad-certificate"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refused"
	case errors.Is(err, syscall.ECONNRESET), strings.HasSuffix(text, "EOF"):
		return "closed"
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return "unreachable"
	case isTimeout(err):
		return "timeout"
	}
	return "other"
}

func isTimeout(err error) bool {
	var network net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) ||
		errors.As(err, &network) && network.Timeout()
}

// Whether asking again is worth the time: the SDK asks again after what a verification said, too, and is told the same.
func mayPass(err error) bool {
	var dns *net.DNSError
	var verification *tls.CertificateVerificationError
	var op *net.OpError
	if errors.As(err, &dns) {
		return !dns.IsNotFound
	}
	return !errors.As(err, &verification) && !(errors.As(err, &op) && op.Op == "remote error")
}
