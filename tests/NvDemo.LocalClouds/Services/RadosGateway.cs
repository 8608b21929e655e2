using NvDemo.LocalClouds.Processes;

namespace NvDemo.LocalClouds.Services;

/// <summary>
/// Ceph's S3 server, over a cluster of one monitor and one object store in memory. It checks what moto lets pass: signatures, verbs and
/// expiry. It reports no events. What it holds ends with it, so it is not started again.
/// </summary>
public sealed class RadosGateway : Server
{
    private const string Account = "ceph";

    // Below the temporary folder, as another account than ours may have to reach it.
    private readonly string _data = Path.Combine(Path.GetTempPath(), $"nvdemo-ceph-{Guid.NewGuid():N}");
    private readonly Guid _cluster = Guid.NewGuid();
    private readonly string _monitorAddress = $"[v2:127.0.0.1:{LoopbackPort.Free()},v1:127.0.0.1:{LoopbackPort.Free()}]";
    private readonly Stack<ChildProcess> _cephDaemons = [];

    private RadosGateway(string directory) : base("radosgw", directory)
    {
    }

    /// <summary>The endpoint of S3; its only user has <see cref="LocalAws.AccessKey"/> and <see cref="LocalAws.SecretKey"/>.</summary>
    public Uri Endpoint => new($"http://127.0.0.1:{Port}");

    /// <inheritdoc/>
    protected override ChildProcessOptions Command => Ceph("radosgw", "-n", "client.rgw", "-f");

    private string ConfigurationFile => Path.Combine(_data, "ceph.conf");

    // Nothing replicated, nothing signed between the daemons, and a monitor that does not wait for others to agree with it: a start takes a
    // second. Without tcp_nodelay each reply would wait for 40 ms.
    private string Configuration => $"""
        [global]
        fsid = {_cluster}
        mon host = {_monitorAddress}
        public addr = 127.0.0.1
        auth cluster required = none
        auth service required = none
        auth client required = none
        ms mon client mode = crc
        ms mon cluster mode = crc
        ms mon service mode = crc
        paxos propose interval = 0.02
        paxos min wait = 0.01
        mon allow pool size one = true
        mon max pg per osd = 2000
        osd pool default size = 1
        osd pool default min size = 1
        osd pool default pg num = 4
        osd pool default pgp num = 4
        osd pool default pg autoscale mode = off
        osd objectstore = memstore
        memstore device bytes = 8589934592
        mon data = {_data}/mon
        osd data = {_data}/osd
        rgw data = {_data}/rgw
        rgw frontends = beast endpoint=127.0.0.1:{Port} tcp_nodelay=1
        run dir = {_data}
        log file = {_data}/$name.log
        admin socket =
        pid file =

        """;

    /// <summary>Starts a new one, without a bucket; returns when it answers.</summary>
    /// <param name="directory">For the log.</param>
    public static Task<RadosGateway> StartAsync(string directory) => StartedAsync(new RadosGateway(directory));

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        while (_cephDaemons.TryPop(out var daemon))
            await daemon.DisposeAsync();
        if (Directory.Exists(_data))
            Directory.Delete(_data, recursive: true);
    }

    /// <inheritdoc/>
    private protected override async Task PrepareAsync()
    {
        OrphanReaper.Remove(_data);
        await SucceedAsync(Program("mkdir", "-p", $"{_data}/osd"));
        await File.WriteAllTextAsync(ConfigurationFile, Configuration);

        var (map, store) = ($"{_data}/monmap", $"{Guid.NewGuid()}");
        await SucceedAsync(Program("monmaptool", "--create", "--addv", "a", _monitorAddress, "--fsid", $"{_cluster}", map));
        await SucceedAsync(Ceph("ceph-mon", "-i", "a", "--mkfs", "--monmap", map));
        _cephDaemons.Push(ChildProcess.Start(Ceph("ceph-mon", "-i", "a", "-f")));
        await SucceedAsync(Ceph("ceph", "osd", "new", store));
        await SucceedAsync(Ceph("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", store));
        await SucceedAsync(Ceph("ceph", "osd", "crush", "add", "osd.0", "1.0", "root=default"));
        _cephDaemons.Push(ChildProcess.Start(Ceph("ceph-osd", "-i", "0", "-f")));

        // Before the gateway starts: at the same time, both would make its pools, and one waits for seconds.
        await SucceedAsync(Ceph(
            "radosgw-admin", "user", "create", "--uid=nvdemo", "--display-name=nvdemo",
            $"--access-key={LocalAws.AccessKey}", $"--secret-key={LocalAws.SecretKey}"));
    }

    private ChildProcessOptions Ceph(string program, params string[] arguments) => Program(program, ["-c", ConfigurationFile, .. arguments]);

    private ChildProcessOptions Program(string program, params string[] arguments) =>
        new(InstalledProgram.OnPath(program), LogFile) { Arguments = arguments, User = Account };
}
