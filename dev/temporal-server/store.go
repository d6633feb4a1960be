package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/persistence/sql/sqlplugin/sqlite"
	"go.temporal.io/server/common/primitives"
	"go.temporal.io/server/common/primitives/timestamp"
	sqliteschema "go.temporal.io/server/schema/sqlite"
)

const (
	clusterName = "active"
	clusterID   = "6f1d0a3e-0000-4000-8000-000000000001"
	storeName   = "sqlite"
	// The number is written into a data file when it is made and can never be changed for it.
	historyShards = 4
)

// prepareStore opens the SQLite store, makes its schema when it is new, and creates the namespace when it is missing.
func prepareStore(o options) (*config.SQL, error) {
	store := &config.SQL{PluginName: sqlite.PluginName}
	if o.dataFile == "" {
		store.ConnectAttributes = map[string]string{"mode": "memory", "cache": "shared"}
		store.DatabaseName = fmt.Sprint("front-door-", time.Now().UnixNano())
	} else {
		if err := createDataFile(o.dataFile); err != nil {
			return nil, fmt.Errorf("cannot make the data file %s: %w", o.dataFile, err)
		}
		store.ConnectAttributes = map[string]string{"mode": "rwc", "journal_mode": "wal", "synchronous": "normal"}
		store.DatabaseName = o.dataFile
	}
	namespace, err := sqliteschema.NewNamespaceConfig(clusterName, o.namespace, false, o.attributes)
	if err != nil {
		return nil, err
	}
	namespace.Detail.Config.Retention = timestamp.DurationFromSeconds(int64(o.retention.Seconds()))
	if err := sqliteschema.CreateNamespaces(store, namespace); err != nil {
		return nil, fmt.Errorf("cannot open the store: %w", err)
	}
	return store, nil
}

// createDataFile makes the schema under another name first: a start that is killed half way leaves no half-made file.
func createDataFile(path string) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	fresh := path + ".new"
	if err := os.Remove(fresh); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	err := sqliteschema.SetupSchema(&config.SQL{
		PluginName:        sqlite.PluginName,
		DatabaseName:      fresh,
		ConnectAttributes: map[string]string{"mode": "rwc"},
	})
	if err != nil {
		return err
	}
	return os.Rename(fresh, path)
}

// serverConfig describes one server with all four services on the loopback.
// ports are those of the history, matching and worker services and of the frontend's HTTP API.
func serverConfig(port int, ports []int, store *config.SQL) (*config.Config, map[primitives.ServiceName]static.Hosts) {
	service := func(grpcPort int) config.Service {
		var s config.Service
		s.RPC.GRPCPort = grpcPort
		s.RPC.BindOnIP = loopback
		return s
	}
	frontend := service(port)
	frontend.RPC.HTTPPort = ports[3]
	services := map[primitives.ServiceName]config.Service{
		primitives.FrontendService: frontend,
		primitives.HistoryService:  service(ports[0]),
		primitives.MatchingService: service(ports[1]),
		primitives.WorkerService:   service(ports[2]),
	}
	var c config.Config
	hosts := map[primitives.ServiceName]static.Hosts{}
	c.Services = map[string]config.Service{}
	for name, s := range services {
		c.Services[string(name)] = s
		hosts[name] = static.SingleLocalHost(fmt.Sprintf("%s:%d", loopback, s.RPC.GRPCPort))
	}
	address := fmt.Sprintf("%s:%d", loopback, port)
	c.Global.Membership.MaxJoinDuration = 30 * time.Second
	c.Global.Membership.BroadcastAddress = loopback
	c.Persistence.DefaultStore = storeName
	c.Persistence.VisibilityStore = storeName
	c.Persistence.NumHistoryShards = historyShards
	c.Persistence.DataStores = map[string]config.DataStore{storeName: {SQL: store}}
	c.ClusterMetadata = &cluster.Config{
		FailoverVersionIncrement: 10,
		MasterClusterName:        clusterName,
		CurrentClusterName:       clusterName,
		ClusterInformation: map[string]cluster.ClusterInformation{clusterName: {
			Enabled:                true,
			InitialFailoverVersion: 1,
			RPCAddress:             address,
			HTTPAddress:            fmt.Sprintf("%s:%d", loopback, ports[3]),
			ClusterID:              clusterID,
		}},
	}
	c.DCRedirectionPolicy.Policy = "noop"
	c.Archival.History.State = "disabled"
	c.Archival.Visibility.State = "disabled"
	c.NamespaceDefaults.Archival.History.State = "disabled"
	c.NamespaceDefaults.Archival.Visibility.State = "disabled"
	c.PublicClient.HostPort = address
	return &c, hosts
}
