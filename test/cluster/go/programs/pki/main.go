// pki writes the keys and certificates of the test cluster.
//
//	pki ca DIR                                  ca.crt, ca.key, and sa.key, sa.pub of service accounts
//	pki issue DIR NAME CN [-org A,B] [-san X,Y]  NAME.crt and NAME.key, signed by ca
package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"flag"
	"log"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 3 {
		log.Fatal("usage: pki ca DIR | pki issue DIR NAME CN [-org A,B] [-san X,Y]")
	}
	directory := os.Args[2]
	if os.Args[1] == "ca" {
		writeAuthority(directory)
		return
	}
	flags := flag.NewFlagSet("issue", flag.ExitOnError)
	organizations := flags.String("org", "", "groups of the subject")
	names := flags.String("san", "", "host names and addresses")
	check(flags.Parse(os.Args[5:]))
	issue(directory, os.Args[3], os.Args[4], list(*organizations), list(*names))
}

func writeAuthority(directory string) {
	key := newKey()
	template := certificate("kubectl-initx-test-ca", nil)
	template.IsCA = true
	template.BasicConstraintsValid = true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	check(err)
	write(directory, "ca.crt", "CERTIFICATE", der)
	writeKey(directory, "ca.key", key)
	accounts := newKey()
	writeKey(directory, "sa.key", accounts)
	public, err := x509.MarshalPKIXPublicKey(accounts.Public())
	check(err)
	write(directory, "sa.pub", "PUBLIC KEY", public)
}

func issue(directory, name, commonName string, organizations, names []string) {
	authority, err := x509.ParseCertificate(read(directory, "ca.crt"))
	check(err)
	authorityKey, err := x509.ParsePKCS8PrivateKey(read(directory, "ca.key"))
	check(err)
	key := newKey()
	template := certificate(commonName, organizations)
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
	for _, name := range names {
		if address := net.ParseIP(name); address != nil {
			template.IPAddresses = append(template.IPAddresses, address)
		} else {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, authority, key.Public(), authorityKey.(crypto.Signer))
	check(err)
	write(directory, name+".crt", "CERTIFICATE", der)
	writeKey(directory, name+".key", key)
}

func certificate(commonName string, organizations []string) *x509.Certificate {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	check(err)
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: commonName, Organization: organizations},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().AddDate(1, 0, 0),
	}
}

func newKey() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	return key
}

func writeKey(directory, name string, key *ecdsa.PrivateKey) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	check(err)
	write(directory, name, "PRIVATE KEY", der)
}

func write(directory, name, kind string, der []byte) {
	data := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
	check(os.WriteFile(filepath.Join(directory, name), data, 0o600))
}

func read(directory, name string) []byte {
	data, err := os.ReadFile(filepath.Join(directory, name))
	check(err)
	block, _ := pem.Decode(data)
	if block == nil {
		log.Fatalf("%s holds no PEM block", name)
	}
	return block.Bytes
}

func list(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
