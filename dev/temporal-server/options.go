package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/server/common/dynamicconfig"
)

type options struct {
	port, uiPort, parentPid                      int
	dataFile, namespace, codecEndpoint, logLevel string
	retention                                    time.Duration
	attributes                                   map[string]enums.IndexedValueType
	dynamic                                      dynamicconfig.StaticClient
	version                                      bool
}

// parseOptions reads the command line; the flags have the names of `temporal server start-dev` where it has them.
func parseOptions(args []string) (options, error) {
	o := options{attributes: map[string]enums.IndexedValueType{}, dynamic: dynamicconfig.StaticClient{}}
	f := flag.NewFlagSet("temporal-server", flag.ContinueOnError)
	f.IntVar(&o.port, "port", 7233, "port of the frontend (gRPC) on 127.0.0.1")
	f.IntVar(&o.uiPort, "ui-port", 0, "port of the Web UI on 127.0.0.1; 0 for no Web UI")
	f.StringVar(&o.dataFile, "db-filename", "", "SQLite file that keeps everything; without it all is held in memory")
	f.StringVar(&o.namespace, "namespace", "default", "namespace to create when it is missing")
	f.DurationVar(&o.retention, "retention", 30*24*time.Hour, "how long a new namespace keeps closed workflows")
	f.Func("search-attribute", "`Name=Type` for a new namespace (Keyword, KeywordList, Datetime, Bool, Int, Double, Text); repeatable", o.addAttribute)
	f.Func("dynamic-config-value", "`key=JSON`, a dynamic configuration value; repeatable", o.addDynamicValue)
	f.StringVar(&o.codecEndpoint, "ui-codec-endpoint", "", "URL of the codec server the Web UI decodes payloads with")
	f.StringVar(&o.logLevel, "log-level", "error", "debug, info, warn or error")
	f.IntVar(&o.parentPid, "parent-pid", 0, "stop when this process is no longer the parent")
	f.BoolVar(&o.version, "version", false, "print the version and leave")
	f.SetOutput(io.Discard)
	if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Println("temporal-server: a Temporal dev server with Web UI on 127.0.0.1, for Front Door")
		f.SetOutput(os.Stdout)
		f.PrintDefaults()
		return o, err
	} else if err != nil {
		return o, fmt.Errorf("%w (-help lists the flags)", err)
	}
	if f.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", f.Arg(0))
	}
	if o.retention < time.Hour {
		return o, errors.New("-retention must be at least 1h")
	}
	return o, nil
}

func (o *options) addAttribute(text string) error {
	name, typeName, found := strings.Cut(text, "=")
	if !found || name == "" {
		return errors.New("expected Name=Type")
	}
	valueType, err := enums.IndexedValueTypeFromString(typeName)
	if err != nil {
		return err
	}
	o.attributes[name] = valueType
	return nil
}

func (o *options) addDynamicValue(text string) error {
	key, raw, found := strings.Cut(text, "=")
	if !found || key == "" {
		return errors.New("expected key=JSON")
	}
	var value any
	if err := json.Unmarshal([]byte(raw), &value); err != nil {
		return fmt.Errorf("the value of %s is not JSON: %w", key, err)
	}
	// The server reads whole numbers as int only, and JSON has no int.
	if number, ok := value.(float64); ok && number == float64(int(number)) {
		value = int(number)
	}
	o.dynamic[dynamicconfig.MakeKey(key)] = value
	return nil
}
