// Fills in a template of the krew index with the release bot's own code:
// bot TEMPLATE TAG FOLDER. The archives are read from the folder, by the names that their
// addresses end with.
package main

import (
	"fmt"
	"net/http"
	"os"
	"path"
	"path/filepath"

	"github.com/rajatjindal/krew-release-bot/pkg/source"
)

type fromFolder string

func (folder fromFolder) RoundTrip(request *http.Request) (*http.Response, error) {
	file, err := os.Open(filepath.Join(string(folder), path.Base(request.URL.Path)))
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: http.StatusOK, Status: "200 OK", Body: file, Request: request}, nil
}

func main() {
	http.DefaultTransport = fromFolder(os.Args[3])
	values := source.ReleaseRequest{TagName: os.Args[2]}
	_, manifest, err := source.ProcessTemplate(os.Args[1], values)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Stdout.Write(manifest)
}
