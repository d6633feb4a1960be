// Command temporal-server is the Temporal dev server of Front Door for machines that can neither find nor
// download the Temporal command line: the real server on SQLite, with its Web UI, bound to the loopback only.
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	uiserver "github.com/temporalio/ui-server/v2/server"
	uiconfig "github.com/temporalio/ui-server/v2/server/config"
	uioptions "github.com/temporalio/ui-server/v2/server/server_options"
	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/headers"
	tlog "go.temporal.io/server/common/log"
	"go.temporal.io/server/temporal"
)

const loopback = "127.0.0.1"

func main() {
	o, err := parseOptions(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "temporal-server:", err)
		os.Exit(2)
	}
	if o.version {
		fmt.Printf("temporal-server for Front Door (Server %s)\n", headers.ServerVersion)
		return
	}
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "temporal-server:", err)
		os.Exit(1)
	}
}

// run serves until a signal arrives or the parent process is gone, then stops the server in order.
func run(o options) error {
	stop := make(chan os.Signal, 2)
	signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	for flagName, port := range map[string]int{"-port": o.port, "-ui-port": o.uiPort} {
		if err := checkFree(flagName, port); err != nil {
			return err
		}
	}
	store, err := prepareStore(o)
	if err != nil {
		return err
	}
	ports, err := freePorts(4)
	if err != nil {
		return err
	}
	conf, hosts := serverConfig(o.port, ports, store)
	server, err := temporal.NewServer(
		temporal.WithConfig(conf),
		temporal.ForServices(temporal.DefaultServices),
		temporal.WithStaticHosts(hosts),
		temporal.WithLogger(tlog.NewZapLogger(tlog.BuildZapLogger(tlog.Config{Stdout: true, Level: o.logLevel}))),
		temporal.WithAuthorizer(authorization.NewNoopAuthorizer()),
		temporal.WithClaimMapper(func(*config.Config) authorization.ClaimMapper { return authorization.NewNoopClaimMapper() }),
		temporal.WithDynamicConfigClient(o.dynamic),
	)
	if err != nil {
		return fmt.Errorf("cannot set up the server: %w", err)
	}
	if err := server.Start(); err != nil {
		return fmt.Errorf("cannot start the server: %w", err)
	}
	failed := make(chan error, 1)
	if o.uiPort > 0 {
		ui := uiserver.NewServer(uioptions.WithConfigProvider(uiConfig(o)))
		defer ui.Stop()
		go func() { failed <- ui.Start() }()
	}
	if o.parentPid > 0 {
		go watchParent(o.parentPid, stop)
	}
	log.Printf("temporal server %s on %s", headers.ServerVersion, conf.PublicClient.HostPort)
	select {
	case <-stop:
	case err = <-failed:
	}
	// A server that cannot finish its shutdown must not outlive the run that started it.
	time.AfterFunc(10*time.Second, func() { os.Exit(3) })
	return errors.Join(err, server.Stop())
}

// watchParent asks for a clean stop as soon as this process has been handed to another parent.
func watchParent(pid int, stop chan<- os.Signal) {
	for os.Getppid() == pid {
		time.Sleep(500 * time.Millisecond)
	}
	stop <- syscall.SIGTERM
}

func uiConfig(o options) *uiconfig.Config {
	return &uiconfig.Config{
		Host:                loopback,
		Port:                o.uiPort,
		TemporalGRPCAddress: fmt.Sprintf("%s:%d", loopback, o.port),
		EnableUI:            true,
		DefaultNamespace:    o.namespace,
		DisableNewsFetch:    true,
		HideLogs:            true,
		Codec:               uiconfig.Codec{Endpoint: o.codecEndpoint},
		// The UI speaks plain HTTP on the loopback, so its cookie cannot be marked secure.
		CORS: uiconfig.CORS{CookieInsecure: true, AllowOrigins: []string{
			fmt.Sprintf("http://127.0.0.1:%d", o.uiPort),
			fmt.Sprintf("http://localhost:%d", o.uiPort),
		}},
	}
}

func checkFree(flagName string, port int) error {
	if port == 0 {
		return nil
	}
	l, err := net.Listen("tcp", fmt.Sprintf("%s:%d", loopback, port))
	if err != nil {
		return fmt.Errorf("port %d (%s) cannot be used: %w", port, flagName, err)
	}
	return l.Close()
}

// freePorts finds n different free ports: all are held until the last is found.
func freePorts(n int) ([]int, error) {
	ports := make([]int, 0, n)
	for range n {
		l, err := net.Listen("tcp", loopback+":0")
		if err != nil {
			return nil, fmt.Errorf("no free port on the loopback: %w", err)
		}
		defer l.Close()
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}
