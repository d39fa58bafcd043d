package main

import (
	"bytes"
	"encoding/base64"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	clientscheme "k8s.io/client-go/kubernetes/scheme"
)

// All kinds of client-go, and the metadata-only ones that the API server makes of any of them.
var scheme = func() *runtime.Scheme {
	scheme := runtime.NewScheme()
	utilruntime.Must(clientscheme.AddToScheme(scheme))
	utilruntime.Must(metav1.AddMetaToScheme(scheme))
	return scheme
}()

var decoder = serializer.NewCodecFactory(scheme).UniversalDeserializer()

// As the API server's own (apiserver pkg/server/config.go, StreamingCollectionEncodingToProtobuf).
var encoder = protobuf.NewSerializerWithOptions(scheme, scheme,
	protobuf.SerializerOptions{StreamingCollectionsEncoding: true})

func encodeObject(line []byte) ([]byte, error) {
	object, kind, err := decoder.Decode(line, nil, nil)
	if err != nil {
		return nil, err
	}
	object.GetObjectKind().SetGroupVersionKind(*kind)
	var encoded bytes.Buffer
	if err := encoder.Encode(object, &encoded); err != nil {
		return nil, err
	}
	return base64.StdEncoding.AppendEncode(nil, encoded.Bytes()), nil
}
