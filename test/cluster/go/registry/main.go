// registry serves the images of the test cluster: blobs from a folder, the
// manifests as they are pushed to it. It sends no faster than the given rate,
// so that the pull of a large image takes its time on any machine.
package main

import (
	"flag"
	"log"
	"net/http"
	"strings"
	"time"

	"github.com/google/go-containerregistry/pkg/registry"
)

func main() {
	address := flag.String("address", "127.0.0.1:5000", "address to listen on")
	blobs := flag.String("blobs", "", "folder of the blobs")
	rate := flag.Int("rate", 64, "megabytes a second that a blob is sent with")
	flag.Parse()

	images := registry.New(registry.WithBlobHandler(registry.NewDiskBlobHandler(*blobs)))
	handler := func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/blobs/") {
			w = &slowWriter{ResponseWriter: w, bytesPerSecond: *rate << 20, started: time.Now()}
		}
		images.ServeHTTP(w, r)
	}
	log.Fatal(http.ListenAndServe(*address, http.HandlerFunc(handler)))
}

type slowWriter struct {
	http.ResponseWriter
	bytesPerSecond int
	started        time.Time
	sent           int
}

func (w *slowWriter) Write(data []byte) (int, error) {
	due := time.Duration(float64(w.sent) / float64(w.bytesPerSecond) * float64(time.Second))
	if early := due - time.Since(w.started); early > 10*time.Millisecond {
		time.Sleep(early)
	}
	written, err := w.ResponseWriter.Write(data)
	w.sent += written
	return written, err
}
