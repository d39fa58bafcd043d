// httpserver is a container to probe: it answers / and /healthz, and its
// environment says when it becomes healthy, when it stops being so and when it
// ends.
//
//	PORT            port to listen on (8080)
//	LISTEN_AFTER    time before it listens at all, as 5s
//	HEALTHY_AFTER   time before /healthz answers 200 in place of 503
//	UNHEALTHY_AFTER time after which /healthz answers 500
//	HEALTH_DELAY    time each /healthz answer takes
//	EXIT_AFTER      time after which it ends with EXIT_CODE (1)
//
// Each may also be given as an argument: PORT=80. On SIGTERM it ends with 0.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	for _, argument := range os.Args[1:] {
		if name, value, ok := strings.Cut(argument, "="); ok {
			os.Setenv(name, value)
		}
	}
	started := time.Now()
	go endWhenTold()
	time.Sleep(duration("LISTEN_AFTER"))

	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "hello from", hostname())
	})
	http.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(duration("HEALTH_DELAY"))
		age := time.Since(started)
		unhealthy := duration("UNHEALTHY_AFTER")
		switch {
		case age < duration("HEALTHY_AFTER"):
			http.Error(w, "not yet healthy", http.StatusServiceUnavailable)
		case unhealthy > 0 && age >= unhealthy:
			http.Error(w, "no longer healthy", http.StatusInternalServerError)
		default:
			fmt.Fprintln(w, "ok")
		}
	})
	address := ":" + setting("PORT", "8080")
	log.Println("listening on", address)
	log.Fatal(http.ListenAndServe(address, nil))
}

func endWhenTold() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	var end <-chan time.Time
	if after := duration("EXIT_AFTER"); after > 0 {
		end = time.After(after)
	}
	select {
	case <-signals:
		os.Exit(0)
	case <-end:
		code, _ := strconv.Atoi(setting("EXIT_CODE", "1"))
		log.Println("ending with", code)
		os.Exit(code)
	}
}

func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func duration(name string) time.Duration {
	value, err := time.ParseDuration(setting(name, "0s"))
	if err != nil {
		log.Fatalf("%s: %v", name, err)
	}
	return value
}

func hostname() string {
	name, _ := os.Hostname()
	return name
}
