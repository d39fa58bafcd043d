package main

import (
	"encoding/json"
	"time"

	corev1 "k8s.io/api/core/v1"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	resourcehelper "k8s.io/component-helpers/resource"
	"k8s.io/kubernetes/pkg/apis/core/v1/helper/qos"
	"k8s.io/kubernetes/pkg/features"
	kubeletconfig "k8s.io/kubernetes/pkg/kubelet/apis/config"
	"k8s.io/kubernetes/pkg/kubelet/cm"
	quota "k8s.io/kubernetes/pkg/quota/v1/evaluator/core"
	testingclock "k8s.io/utils/clock/testing"
)

// amounts are canonical texts by resource name.
type amounts map[string]string

type requestsAndLimits struct {
	Requests amounts `json:"requests"`
	Limits   amounts `json:"limits"`
}

type podAnswer struct {
	Scheduler  requestsAndLimits `json:"scheduler"`
	Spec       requestsAndLimits `json:"spec"`
	Quota      requestsAndLimits `json:"quota"`
	Describe   requestsAndLimits `json:"describe"`
	ForLimits  requestsAndLimits `json:"forLimits"`
	Containers requestsAndLimits `json:"containers"`
	QuotaUsage amounts           `json:"quotaUsage"`
	// Why a quota on cpu and memory wants more said of the containers; empty if it does not.
	MustSpecify string       `json:"mustSpecify"`
	QOS         string       `json:"qos"`
	Infeasible  bool         `json:"infeasible"`
	Cgroup      cgroupAnswer `json:"cgroup"`
}

type cgroupAnswer struct {
	CPUShares     *uint64         `json:"cpuShares,omitempty,string"`
	CPUQuota      *int64          `json:"cpuQuota,omitempty,string"`
	CPUPeriod     *uint64         `json:"cpuPeriod,omitempty,string"`
	Memory        *int64          `json:"memory,omitempty,string"`
	HugePageLimit map[int64]int64 `json:"hugePageLimit,omitempty"`
}

// What each part of Kubernetes passes to the helpers, with the alpha DRANodeAllocatableResources on.
var (
	// pkg/scheduler/framework/types.go, PodInfo.CalculateResource
	byScheduler = resourcehelper.PodResourcesOptions{
		UseStatusResources: true,
		InPlacePodLevelResourcesVerticalScalingEnabled: true,
		UseDRANodeAllocatableResourceClaimStatus:       true,
	}
	bySpec = resourcehelper.PodResourcesOptions{UseDRANodeAllocatableResourceClaimStatus: true}
	// pkg/quota/v1/evaluator/core/pods.go, PodUsageFunc
	byQuota = resourcehelper.PodResourcesOptions{UseStatusResources: true}
	// k8s.io/kubectl pkg/describe/describe.go, getPodsTotalRequestsAndLimits
	byDescribe = resourcehelper.PodResourcesOptions{}
	// The scheduler's, but for the kubelet's figures of the whole Pod
	forLimits = resourcehelper.PodResourcesOptions{
		UseStatusResources:                       true,
		UseDRANodeAllocatableResourceClaimStatus: true,
	}
)

var cpuAndMemory = []corev1.ResourceName{
	corev1.ResourceCPU, corev1.ResourceRequestsCPU, corev1.ResourceLimitsCPU,
	corev1.ResourceMemory, corev1.ResourceRequestsMemory, corev1.ResourceLimitsMemory,
}

func podAnswerer(now time.Time) answerer {
	// Off by default, and what the kubelet asks before it counts claims.
	utilruntime.Must(utilfeature.DefaultMutableFeatureGate.SetFromMap(
		map[string]bool{string(features.DRANodeAllocatableResources): true}))
	clock := testingclock.NewFakeClock(now)
	evaluator := quota.NewPodEvaluator(nil, clock)
	return func(line []byte) ([]byte, error) {
		read := &corev1.Pod{}
		if err := json.Unmarshal(line, read); err != nil {
			return nil, err
		}
		// PodRequests and PodLimits add the overhead to the pod's own pod-level quantities where
		// these are kept as inf.Dec. Each helper gets a copy, so that it is added only once.
		pod := func() *corev1.Pod {
			if read.Spec.Overhead == nil || read.Spec.Resources == nil {
				return read
			}
			return read.DeepCopy()
		}
		usage, err := quota.PodUsageFunc(pod(), clock)
		if err != nil {
			return nil, err
		}
		mustSpecify := ""
		if err := evaluator.Constraints(cpuAndMemory, pod()); err != nil {
			mustSpecify = err.Error()
		}
		return json.Marshal(podAnswer{
			Scheduler: counted(pod, byScheduler),
			Spec:      counted(pod, bySpec),
			Quota:     counted(pod, byQuota),
			Describe:  counted(pod, byDescribe),
			ForLimits: counted(pod, forLimits),
			Containers: requestsAndLimits{
				Requests: texts(resourcehelper.AggregateContainerRequests(pod(), byScheduler)),
				Limits:   texts(resourcehelper.AggregateContainerLimits(pod(), byScheduler)),
			},
			QuotaUsage:  texts(usage),
			MustSpecify: mustSpecify,
			QOS:         string(qos.ComputePodQOS(pod())),
			Infeasible:  resourcehelper.IsPodResizeInfeasible(pod()),
			Cgroup:      cgroupOf(pod()),
		})
	}
}

func counted(pod func() *corev1.Pod, options resourcehelper.PodResourcesOptions) requestsAndLimits {
	return requestsAndLimits{
		Requests: texts(resourcehelper.PodRequests(pod(), options)),
		Limits:   texts(resourcehelper.PodLimits(pod(), options)),
	}
}

func texts(list corev1.ResourceList) amounts {
	result := amounts{}
	for name, quantity := range list {
		result[string(name)] = quantityText(quantity)
	}
	return result
}

// With the kubelet's defaults: CFS quota on, 100 ms periods, memory QoS off.
func cgroupOf(pod *corev1.Pod) cgroupAnswer {
	// As the API server sets it. Else the class would be computed from requests with overhead.
	stored := *pod
	stored.Status.QOSClass = qos.ComputePodQOS(pod)
	config := cm.ResourceConfigForPod(&stored, true, cm.QuotaPeriod, false,
		kubeletconfig.NoneMemoryReservationPolicy)
	return cgroupAnswer{
		CPUShares:     config.CPUShares,
		CPUQuota:      config.CPUQuota,
		CPUPeriod:     config.CPUPeriod,
		Memory:        config.Memory,
		HugePageLimit: config.HugePageLimit,
	}
}
